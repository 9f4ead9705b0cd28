// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

/** The values of MsvTyp. */
final class MissiveType {

    static final String NOMINAL = "Nominal";
    /** The name that is written; all samples have the French one. */
    static final String ACQUITTEMENT = "Acquittement";

    static final String ACKNOWLEDGEMENT = "Acknowledgement";
    static final String SERVICE = "Service";
    static final String SMAPI = "SMAPI";

    private MissiveType() {}

    static boolean isAcknowledgement(String type) {
        return type.equals(ACQUITTEMENT) || type.equals(ACKNOWLEDGEMENT);
    }
}
