// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileExchangeLogTest extends ExchangeLogContract {

    @TempDir
    Path folder;

    @Override
    ExchangeLog open() throws IOException {
        return FileExchangeLog.open(folder.resolve("deep/log"));
    }

    @Override
    ExchangeLog reopen(ExchangeLog open) throws IOException {
        open.close();
        return open();
    }
}
