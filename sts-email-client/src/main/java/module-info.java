// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * Client of the e-mail gateway of STS600-9-2: requests, their answers, and what becomes of each request across lost
 * connections and restarts.
 *
 * <p>Jackson is needed by the file store only, a JDBC driver by the database store only.
 * The module java.sql is always required, because the methods of that store name its types; on the class path whoever has
 * no database can do without it.
 */
@NullMarked
module org.valise.sts.email {
    requires static org.jspecify;
    requires static com.fasterxml.jackson.core;
    requires transitive org.valise.sts.records;
    requires transitive jakarta.mail;
    requires transitive java.sql;
    requires org.eclipse.angus.mail;

    exports org.valise.sts.email;
}
