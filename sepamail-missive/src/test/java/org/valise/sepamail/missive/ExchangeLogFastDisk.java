// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Waits for no disk, for tests that open thousands of logs and pull no plug. */
class ExchangeLogFastDisk extends ExchangeLogDisk {

    @Override
    void force(RandomAccessFile file) {}

    @Override
    void forceNames(Path folder) {}
}
