// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Waits for no disk, for tests that open thousands of stores and pull no plug. */
class StoreCrashFastDisk extends StoreDisk {

    @Override
    void force(RandomAccessFile file) {}

    @Override
    void forceNames(Path folder) {}
}
