// SPDX-License-Identifier: Apache-2.0

/**
 * The S/MIME envelope of SEPAmail missives (SMIRK MIS1202, "The envelope", "The security", "Processing").
 *
 * <p>{@link org.valise.sepamail.smime.MissiveSealer} signs and encrypts a missive,
 * {@link org.valise.sepamail.smime.MissiveOpener} decrypts and verifies a mail and gives a
 * {@link org.valise.sepamail.smime.Verdict}: the missive can be reached only if every check held.
 * {@link org.valise.sepamail.smime.ReceptionPipeline} and {@link org.valise.sepamail.smime.EmissionPipeline} take all steps of
 * the norm, with {@link org.valise.sepamail.smime.Referentials} and a
 * {@link org.valise.sepamail.smime.CertificateDirectory} of the caller's, and acknowledge.
 *
 * <pre>{@code
 * SealedMissive mail = MissiveSealer.of(identity, from, clock).seal(missive, to, Recipient.of(theirCertificate));
 *
 * Verdict<OpenedMissive> verdict = MissiveOpener.of(List.of(key), TrustPolicy.of(authorities), clock).open(mail.octets());
 * if (verdict instanceof Verdict.Accepted<OpenedMissive> accepted) {
 *     process(accepted.opened().missive());
 * }
 * }</pre>
 *
 * <p>{@link org.valise.sepamail.smime.EntitySigner}, {@link org.valise.sepamail.smime.EntityEncrypter} and
 * {@link org.valise.sepamail.smime.ContentOpener} do the same one by one for contents that are no missives.
 * {@link org.valise.sepamail.smime.TimestampVerifier} verifies time stamps over whole mails.
 * {@link org.valise.sepamail.smime.EnvelopeStructure} shows how a mail is built, without keys and without proving anything.
 *
 * <p>What comes from outside is answered by a value, whatever its octets are; a caller's mistake is an exception at once; what
 * cannot be read or sent is an {@link java.io.IOException}. All public types are immutable and safe for use by several threads,
 * except where they say otherwise.
 *
 * <p>Nothing global is touched: no provider is registered, no property is set, no thread is started, no file is written and
 * nothing is fetched.
 *
 * @since 0.1.0
 */
package org.valise.sepamail.smime;
