// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SimpleAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Builds mails piece by piece with BouncyCastle's own generators, so that each piece can be wrong. */
final class Forge {

    /** Made once: it takes longest. Not registered. */
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final String CRLF = "\r\n";

    private Forge() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The entity of a missive as this library makes it. */
    static byte[] entity(String missive) {
        return ascii("Content-Type: text/plain; charset=UTF-8" + CRLF + "Content-Transfer-Encoding: base64" + CRLF
                + CRLF + lines(missive.getBytes(StandardCharsets.UTF_8)));
    }

    static String lines(byte[] octets) {
        return Base64.getMimeEncoder(76, ascii(CRLF)).encodeToString(octets) + CRLF;
    }

    static byte[] cms(String type, byte[] structure) {
        return ascii("Content-Type: application/pkcs7-mime; smime-type=" + type + "; name=smime.p7m" + CRLF
                + "Content-Transfer-Encoding: base64" + CRLF + CRLF + lines(structure));
    }

    static byte[] multipartSigned(byte[] entity, byte[] signature) {
        String b = "=_boundary";
        return join(
                ascii(
                        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\""
                                + b + "\"" + CRLF + CRLF + "preamble" + CRLF + "--" + b + CRLF),
                entity,
                ascii(CRLF + "--" + b + CRLF + "Content-Type: application/pkcs7-signature; name=smime.p7s" + CRLF
                        + "Content-Transfer-Encoding: base64" + CRLF + CRLF + lines(signature) + "--" + b + "--" + CRLF
                        + "epilogue" + CRLF));
    }

    static byte[] mail(String from, byte[] entity) {
        return join(
                ascii("From: " + from + CRLF + "To: " + TestPki.RECEIVER + CRLF + "MIME-Version: 1.0" + CRLF), entity);
    }

    /** Signed data of any number of signers. */
    static byte[] sign(byte[] content, boolean within, String algorithm, TestPki... signers) {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        try {
            for (TestPki signer : signers) {
                generator.addSignerInfoGenerator(
                        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                                        .setProvider(PROVIDER)
                                        .build())
                                .build(
                                        new JcaContentSignerBuilder(algorithm)
                                                .setProvider(PROVIDER)
                                                .build(signer.keys.getPrivate()),
                                        signer.certificate));
                generator.addCertificates(new JcaCertStore(List.of(signer.certificate)));
            }
            return generator
                    .generate(new CMSProcessableByteArray(content), within)
                    .getEncoded();
        } catch (OperatorCreationException | CertificateEncodingException | CMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] encrypt(byte[] content, ASN1ObjectIdentifier algorithm, TestPki recipient) {
        return encryptFor(content, algorithm, recipient);
    }

    static byte[] encryptFor(byte[] content, ASN1ObjectIdentifier algorithm, TestPki... recipients) {
        try {
            CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
            for (TestPki recipient : recipients) {
                generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(recipient.certificate));
            }
            return generator
                    .generate(
                            new CMSProcessableByteArray(content),
                            new JceCMSContentEncryptorBuilder(algorithm)
                                    .setProvider(PROVIDER)
                                    .setSecureRandom(new SecureRandom())
                                    .build())
                    .getEncoded();
        } catch (CertificateEncodingException | CMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With attributes that are authenticated too. */
    static byte[] encryptGcm(byte[] content, TestPki recipient, Attribute... attributes) {
        try {
            CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
            if (attributes.length > 0) {
                generator.setAuthenticatedAttributeGenerator(
                        new SimpleAttributeTableGenerator(new AttributeTable(new DERSet(attributes))));
            }
            generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(recipient.certificate));
            return generator
                    .generate(new CMSProcessableByteArray(content), (OutputAEADEncryptor)
                            new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                                    .setProvider(PROVIDER)
                                    .build())
                    .getEncoded();
        } catch (CertificateEncodingException | CMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A whole mail in P1, from the sender, with signed data of any kind. */
    static byte[] opaque(byte[] signedData) {
        return mail(
                TestPki.SENDER,
                cms(
                        "enveloped-data",
                        encrypt(cms("signed-data", signedData), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
    }

    /** A whole mail in P2. */
    static byte[] clear(byte[] entity, byte[] signature) {
        return mail(
                TestPki.SENDER,
                cms(
                        "enveloped-data",
                        encrypt(multipartSigned(entity, signature), CMSAlgorithm.AES256_CBC, Bench.RECIPIENT)));
    }
}
