// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.valise.sepamail.smime.TrustPolicy.Outcome;

/**
 * Lists of revoked certificates, each looked at by itself: the platform stops at the first that will do, and whether that is
 * the one that has the certificate depends on the order. Immutable.
 */
final class RevocationLists {

    static final RevocationLists NONE = new RevocationLists(List.of(), 0);

    private final List<RevocationList> lists;
    private final int given;

    private RevocationLists(List<RevocationList> lists, int given) {
        this.lists = lists;
        this.given = given;
    }

    static RevocationLists of(Collection<X509CRL> lists) {
        List<RevocationList> read = lists.stream()
                .map(RevocationList::read)
                .filter(Objects::nonNull)
                .toList();
        return new RevocationLists(read, lists.size());
    }

    /** How many lists were given, of use or not. */
    int given() {
        return given;
    }

    /** What they say of a certificate of an issuer: revoked if one does, whatever the others say. */
    Outcome status(X509Certificate certificate, X509Certificate issuer, Instant time, boolean weakDigests) {
        Outcome all = Outcome.NO_REVOCATION_STATUS;
        for (RevocationList list : lists) {
            Outcome one = list.counts(issuer, time, weakDigests) ? list.status(certificate) : all;
            if (one == Outcome.REVOKED) {
                return one;
            }
            all = one == Outcome.TRUSTED ? one : all;
        }
        return all;
    }
}
