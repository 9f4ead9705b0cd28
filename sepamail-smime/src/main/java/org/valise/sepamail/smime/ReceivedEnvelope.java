// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

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
        Layer layer = layer(entity, limits);
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
                layer instanceof Layer.Opaque || layer instanceof Layer.Clear,
                entity.value("x-priority"));
    }

    private static MimeEntity entity(byte[] mail, SmimeLimits limits) throws StepFailure {
        if (mail.length > limits.octets()) {
            throw new StepFailure(ReceptionStep.SMIME, "The mail is longer than the limit.");
        }
        try {
            return MimeEntity.read(mail, 0, mail.length, limits);
        } catch (MimeFailure failure) {
            throw new StepFailure(ReceptionStep.SMIME, String.valueOf(failure.getMessage()));
        }
    }

    private static Layer layer(MimeEntity entity, SmimeLimits limits) throws StepFailure {
        try {
            Layer layer = Layer.of(entity, limits);
            if (layer instanceof Layer.Content) {
                throw new StepFailure(ReceptionStep.SMIME, "The mail is neither signed nor encrypted.");
            }
            return layer;
        } catch (MimeFailure | CmsFailure failure) {
            throw new StepFailure(ReceptionStep.SMIME, String.valueOf(failure.getMessage()));
        }
    }
}
