// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERVisibleString;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A token that can be wrong in each of its parts; right unless something is said. */
final class TestStamp {

    static final String POLICY = "1.3.6.1.4.1.99999.1";

    private static final int TIME_PART = 4;

    private final TestTsa tsa;
    private final List<TestTsa> others = new ArrayList<>();
    private ASN1ObjectIdentifier type = PKCSObjectIdentifiers.id_ct_TSTInfo;
    private ASN1ObjectIdentifier algorithm = NISTObjectIdentifiers.id_sha256;
    private byte[] imprint = new byte[32];
    private BigInteger nonce = BigInteger.ZERO;
    private String policy = POLICY;
    private String time = "20261122100000Z";
    private int version = 1;
    private Accuracy accuracy;
    private GeneralName name;
    private Extensions extensions;
    private String signature = "SHA256withECDSA";
    private boolean certificates = true;
    private List<Attribute> attributes;
    private byte[] content = {};

    TestStamp(TestTsa tsa) {
        this.tsa = tsa;
        this.attributes = List.of(named(tsa));
    }

    /** Takes from a request what an authority takes. */
    TestStamp answering(byte[] request) {
        TimeStampReq asked = TimeStampReq.getInstance(request);
        algorithm = asked.getMessageImprint().getHashAlgorithm().getAlgorithm();
        imprint = asked.getMessageImprint().getHashedMessage();
        nonce = asked.getNonce().getValue();
        policy = asked.getReqPolicy() == null ? POLICY : asked.getReqPolicy().getId();
        return this;
    }

    TestStamp of(byte[] mail) {
        imprint = TestTsa.digest("SHA-256", mail);
        return this;
    }

    TestStamp imprint(ASN1ObjectIdentifier digest, byte[] octets) {
        algorithm = digest;
        imprint = octets;
        return this;
    }

    TestStamp nonce(BigInteger other) {
        nonce = other;
        return this;
    }

    TestStamp policy(String other) {
        policy = other;
        return this;
    }

    TestStamp at(String generalizedTime) {
        time = generalizedTime;
        return this;
    }

    TestStamp at(Instant instant) {
        return at(new ASN1GeneralizedTime(Date.from(instant), Locale.ROOT).getTimeString());
    }

    TestStamp version(int other) {
        version = other;
        return this;
    }

    TestStamp accuracy(Accuracy other) {
        accuracy = other;
        return this;
    }

    TestStamp named(GeneralName other) {
        name = other;
        return this;
    }

    TestStamp extensions(Extensions other) {
        extensions = other;
        return this;
    }

    TestStamp signedBy(String other) {
        signature = other;
        return this;
    }

    TestStamp type(ASN1ObjectIdentifier other) {
        type = other;
        return this;
    }

    /** In place of everything that was said of a stamp. */
    TestStamp content(byte[] octets) {
        content = octets;
        return this;
    }

    TestStamp alsoSignedBy(TestTsa other) {
        others.add(other);
        return this;
    }

    TestStamp withoutCertificates() {
        certificates = false;
        return this;
    }

    TestStamp attributes(Attribute... all) {
        attributes = List.of(all);
        return this;
    }

    /** The attribute of RFC 5816, with issuer and serial. */
    static Attribute named(TestTsa tsa) {
        X500Name issuer =
                new X500Name(tsa.certificate().getIssuerX500Principal().getName());
        return second(new ESSCertIDv2(
                TestTsa.digest("SHA-256", encoded(tsa)),
                new IssuerSerial(issuer, tsa.certificate().getSerialNumber())));
    }

    static Attribute second(ESSCertIDv2 id) {
        return attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new SigningCertificateV2(id));
    }

    /** The attribute of RFC 2634. */
    static Attribute first(TestTsa tsa) {
        return attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificate,
                new SigningCertificate(new ESSCertID(TestTsa.digest("SHA-1", encoded(tsa)))));
    }

    static IssuerSerial issuer(String issuer, long serial) {
        return new IssuerSerial(new X500Name(issuer), BigInteger.valueOf(serial));
    }

    static byte[] encoded(TestTsa tsa) {
        try {
            return tsa.certificate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new Attribute(type, new DERSet(value));
    }

    /** The token. */
    byte[] token() {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            add(generator, tsa);
            for (TestTsa other : others) {
                add(generator, other);
            }
            byte[] stamped = content.length > 0 ? content : info();
            return generator
                    .generate(new CMSProcessableByteArray(type, stamped), true)
                    .toASN1Structure()
                    .getEncoded("DL");
        } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With whatever stands for a time: BouncyCastle would put it right, or refuse it. */
    private byte[] info() throws IOException {
        TSTInfo info = new TSTInfo(
                new ASN1ObjectIdentifier(policy),
                new MessageImprint(new AlgorithmIdentifier(algorithm, DERNull.INSTANCE), imprint),
                new ASN1Integer(42),
                new ASN1GeneralizedTime("20261122100000Z"),
                accuracy,
                ASN1Boolean.FALSE,
                nonce.signum() == 0 ? null : new ASN1Integer(nonce),
                name,
                extensions);
        ASN1Sequence right = (ASN1Sequence) info.toASN1Primitive();
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (int i = 0; i < right.size(); i++) {
            parts.add(
                    switch (i) {
                        case 0 -> new ASN1Integer(version);
                        case TIME_PART -> new DERVisibleString(time);
                        default -> right.getObjectAt(i);
                    });
        }
        String encoded = new String(new DLSequence(parts).getEncoded("DL"), StandardCharsets.ISO_8859_1);
        String begin = (char) time.length() + time;
        return encoded.replace('\u001A' + begin, '\u0018' + begin).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The generator has its own mind about the algorithms. */
    @SuppressWarnings("rawtypes") // as BouncyCastle has it
    private AttributeTable signed(Map parameters) {
        ASN1EncodableVector all = new ASN1EncodableVector();
        attributes.forEach(all::add);
        AttributeTable table =
                new DefaultSignedAttributeTableGenerator(new AttributeTable(all)).getAttributes(parameters);
        for (Attribute each : attributes) {
            if (each.getAttrType().equals(CMSAttributes.cmsAlgorithmProtect)) {
                table = table.remove(each.getAttrType())
                        .add(each.getAttrType(), each.getAttrValues().getObjectAt(0));
            }
        }
        return table;
    }

    private void add(CMSSignedDataGenerator generator, TestTsa by)
            throws GeneralSecurityException, OperatorCreationException, CMSException {
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build())
                .setSignedAttributeGenerator(this::signed)
                .build(
                        new JcaContentSignerBuilder(signature)
                                .setProvider(new BouncyCastleProvider())
                                .build(by.keys().getPrivate()),
                        by.certificate()));
        if (certificates) {
            generator.addCertificates(new JcaCertStore(List.of(by.certificate())));
        }
    }

    /** A response that grants the token. */
    byte[] response() {
        return response(0, token());
    }

    static byte[] response(int status, byte[] token) {
        try {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(new DERSequence(new ASN1Integer(status)));
            if (token.length > 0) {
                parts.add(ASN1Primitive.fromByteArray(token));
            }
            return new DLSequence(parts).getEncoded("DL");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
