// SPDX-License-Identifier: Apache-2.0
/** A user of sts-email-client on the module path. */
module org.valise.consumers.email.modulepath {
    requires org.valise.sts.email;
}
