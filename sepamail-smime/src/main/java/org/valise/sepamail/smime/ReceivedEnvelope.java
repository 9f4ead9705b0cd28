// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.valise.sepamail.missive.MissiveAddress;

/**
 * What can be seen of a mail before it is opened (steps 1 to 3).
 *
 * @param from the sender's address; null if it is none of the network
 * @param to the receiver's address; null if it is none of the network
 * @param signedOutside whether the signature is around everything, and so is the first thing to be checked
 * @param priority X-Priority; null if there is none
 */
record ReceivedEnvelope(
        @Nullable MissiveAddress from,
        @Nullable MissiveAddress to,
        boolean signedOutside,
        @Nullable String priority) {

    static ReceivedEnvelope read(byte[] mail, SmimeLimits limits, Set<String> networks, StepList steps)
            throws StepFailure {
        MimeEntity entity = entity(mail, limits);
        boolean signedOutside = isSignedOutside(entity, limits);
        steps.passed(ReceptionStep.SMIME);
        Mailbox from = Addresses.only(entity, "from");
        Mailbox to = Addresses.only(entity, "to");
        if (from == null || to == null) {
            throw new StepFailure(ReceptionStep.INTEGRITY, "There is not one From and one To with one address each.");
        }
        steps.passed(ReceptionStep.INTEGRITY);
        steps.passed(ReceptionStep.EXTRACTION);
        return new ReceivedEnvelope(
                Network.read(from, networks).orElse(null),
                Network.read(to, networks).orElse(null),
                signedOutside,
                entity.value("x-priority"));
    }

    private static MimeEntity entity(byte[] mail, SmimeLimits limits) throws StepFailure {
        if (mail.length > limits.octets()) {
            throw new StepFailure(ReceptionStep.SMIME, "The mail is longer than the limit.");
        }
        try {
            return MimeEntity.read(new LookAhead(mail), limits);
        } catch (IOException failure) {
            throw new StepFailure(ReceptionStep.SMIME, String.valueOf(failure.getMessage()));
        }
    }

    private static boolean isSignedOutside(MimeEntity entity, SmimeLimits limits) throws StepFailure {
        try {
            return isSigned(entity, limits);
        } catch (IOException | RuntimeException e) {
            throw new StepFailure(ReceptionStep.SMIME, Refusal.of(e).result().detail());
        }
    }

    private static boolean isSigned(MimeEntity entity, SmimeLimits limits) throws IOException {
        String type = entity.contentType().type();
        if (EnvelopePass.isCmsType(type)) {
            CmsInput structure = CmsInput.read(entity.content(limits));
            structure.requireKnown();
            return structure.isSigned();
        }
        return switch (type) {
            case "multipart/signed" -> true;
            case "multipart/encrypted" -> false;
            case "multipart/mixed" -> isFirstSigned(entity.parts().next(), limits);
            default -> throw new MimeFailure("The mail is neither signed nor encrypted.");
        };
    }

    /** Of two parts the first is encrypted. */
    private static boolean isFirstSigned(@Nullable InputStream part, SmimeLimits limits) throws IOException {
        if (part == null
                || !EnvelopePass.isCmsType(MimeEntity.read(new LookAhead(part), limits)
                        .contentType()
                        .type())) {
            throw new MimeFailure("The mail is neither signed nor encrypted.");
        }
        return false;
    }
}
