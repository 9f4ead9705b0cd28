// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/**
 * Measures what this thread allocates, whatever else the machine has to do. By reflection, since tests are compiled into the
 * module, which has no business with {@code jdk.management}.
 */
final class Memory {

    private Memory() {}

    /** Something to do. */
    interface Action {
        void run() throws Exception;
    }

    /** Whether this JVM measures it. */
    static boolean isMeasured() {
        try {
            return read() > 0;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Octets that are allocated, whether they are kept or not. */
    static long allocated(Action action) throws Exception {
        long before = read();
        action.run();
        return read() - before;
    }

    private static long read() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(bean);
    }
}
