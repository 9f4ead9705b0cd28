// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.util.regex.Pattern;

/** The only addresses that are ever written into a header or an envelope: plain ASCII, so nothing can be injected. */
final class Addresses {

    private static final Pattern BARE = Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");

    private Addresses() {}

    static boolean isBare(String address) {
        return BARE.matcher(address).matches();
    }

    static String require(String address) {
        if (!isBare(address)) {
            throw new IllegalArgumentException("Not a bare ASCII mail address such as kmc@example.org");
        }
        return address;
    }

    static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }
}
