// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import javax.sql.DataSource;
import org.valise.sts.email.postgres.PostgresServer;

class PostgresPendingRequestsTest extends JdbcPendingRequestsContract {

    @Override
    DataSource newDatabase() {
        return PostgresServer.newDatabase();
    }
}
