// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import javax.sql.DataSource;

class H2PendingRequestsTest extends JdbcPendingRequestsContract {

    @Override
    DataSource newDatabase() {
        return h2();
    }
}
