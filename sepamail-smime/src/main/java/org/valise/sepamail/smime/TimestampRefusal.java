// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

/** A check that does not hold; it ends the verification of a time stamp. Never leaves this package. */
final class TimestampRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient TimestampVerdict verdict;

    TimestampRefusal(TimestampCheck failed, String reason) {
        this(new TimestampVerdict.Rejected(failed, reason));
    }

    TimestampRefusal(TimestampVerdict verdict) {
        super(null, null, false, false);
        this.verdict = verdict;
    }

    /** For a CMS structure that is refused. */
    static TimestampRefusal of(CmsFailure failure) {
        TimestampCheck check = switch (failure.reason()) {
            case ALGORITHM -> TimestampCheck.ALGORITHMS;
            case DIGEST, SIGNATURE -> TimestampCheck.SIGNATURE;
            default -> TimestampCheck.TOKEN_FORM;
        };
        return new TimestampRefusal(check, String.valueOf(failure.getMessage()));
    }

    TimestampVerdict verdict() {
        return verdict;
    }

    /** A look into a structure that was read. */
    interface Look<T> {
        T run() throws CmsFailure, TimestampRefusal;
    }

    /** BouncyCastle throws unchecked exceptions of many kinds on hostile octets, some of them as late as it can. */
    static <T> T guarded(TimestampCheck check, Look<T> look) throws TimestampRefusal {
        try {
            return look.run();
        } catch (CmsFailure failure) {
            throw of(failure);
        } catch (RuntimeException e) {
            throw new TimestampRefusal(check, "The structure is none.");
        }
    }
}
