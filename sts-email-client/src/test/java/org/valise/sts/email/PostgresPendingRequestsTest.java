// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import javax.sql.DataSource;

class PostgresPendingRequestsTest extends JdbcPendingRequestsContract {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDatabase();
    }
}
