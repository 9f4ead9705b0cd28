// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

class MemoryPendingRequestsTest extends PendingRequestsContract {

    @Override
    PendingRequests open() {
        return new MemoryPendingRequests();
    }

    /** It forgets when it ends, so there is no other one to open. */
    @Override
    PendingRequests reopen(PendingRequests open) {
        return open;
    }
}
