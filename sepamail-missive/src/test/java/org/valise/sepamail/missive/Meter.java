// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;

/**
 * Measures what this thread takes, whatever else the machine has to do. By reflection, since tests are compiled into the
 * module, which has no business with {@code jdk.management}.
 */
final class Meter {

    private static final String BEAN = "com.sun.management.ThreadMXBean";

    private Meter() {}

    /** What is measured. */
    interface Action {
        void run() throws IOException;
    }

    /** Nanoseconds of the processor. */
    static long nanos(Action action) throws IOException {
        return measure("getCurrentThreadCpuTime", action);
    }

    /** Octets that are allocated, whether they are kept or not. */
    static long octets(Action action) throws IOException {
        return measure("getCurrentThreadAllocatedBytes", action);
    }

    private static long measure(String counter, Action action) throws IOException {
        long before = read(counter);
        action.run();
        return read(counter) - before;
    }

    private static long read(String counter) {
        try {
            Object bean = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName(BEAN).getMethod(counter).invoke(bean);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This JVM does not measure its threads", e);
        }
    }
}
