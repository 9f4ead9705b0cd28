// SPDX-License-Identifier: Apache-2.0
/** A user of sepamail-missive on the module path. */
module org.valise.consumers.missive.modulepath {
    requires org.valise.sepamail.missive;

    // Its own class of a message body.
    opens org.valise.consumers.missive.modulepath to
            jakarta.xml.bind;
}
