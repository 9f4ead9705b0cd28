// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FilePendingRequestsTest extends PendingRequestsContract {

    @TempDir
    Path folder;

    @Override
    PendingRequests open() throws IOException {
        return FilePendingRequests.open(folder.resolve("deep/store"));
    }

    @Override
    PendingRequests reopen(PendingRequests open) throws IOException {
        open.close();
        return open();
    }
}
