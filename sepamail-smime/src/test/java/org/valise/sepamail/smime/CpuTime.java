// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.time.Duration;

/** What the processor did for this thread: the same on a busy machine as on an idle one. */
final class CpuTime {

    private CpuTime() {}

    /** Something to do. */
    interface Action {
        void run() throws Exception;
    }

    /** How long it takes without what others do meanwhile. */
    static Duration of(Action action) throws Exception {
        long before = read();
        action.run();
        return Duration.ofNanos(read() - before);
    }

    private static long read() throws ReflectiveOperationException {
        Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
        Object bean = factory.getMethod("getThreadMXBean").invoke(null);
        return (long) Class.forName("java.lang.management.ThreadMXBean")
                .getMethod("getCurrentThreadCpuTime")
                .invoke(bean);
    }
}
