// SPDX-License-Identifier: Apache-2.0
/** A user of sts-records on the module path. */
module org.valise.consumers.modulepath {
    requires org.valise.sts.records;
}
