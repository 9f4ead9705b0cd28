// SPDX-License-Identifier: Apache-2.0
/** A user of sepamail-smime on the module path, who issues certificates of its own. */
module org.valise.consumers.smime.modulepath {
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.valise.sepamail.smime;
}
