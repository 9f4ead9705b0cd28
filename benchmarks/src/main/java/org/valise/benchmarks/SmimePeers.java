// SPDX-License-Identifier: Apache-2.0
package org.valise.benchmarks;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.mail.smime.SMIMEEnveloped;
import org.bouncycastle.mail.smime.SMIMEEnvelopedGenerator;
import org.bouncycastle.mail.smime.SMIMEException;
import org.bouncycastle.mail.smime.SMIMESigned;
import org.bouncycastle.mail.smime.SMIMESignedGenerator;
import org.bouncycastle.mail.smime.SMIMEUtil;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Store;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.config.SmimeEncryptionConfig;
import org.simplejavamail.api.email.config.SmimeSigningConfig;
import org.simplejavamail.api.mailer.config.Pkcs12Config;
import org.simplejavamail.converter.EmailConverter;
import org.simplejavamail.email.EmailBuilder;

/** What others offer for the same: BouncyCastle's mail classes as its examples use them, and simple-java-mail. */
final class SmimePeers {

    private final SmimeParties parties;
    private final boolean ec;
    private final ASN1ObjectIdentifier cipher;
    private final Provider provider = new BouncyCastleProvider();
    private final Session session = Session.getInstance(new Properties());
    private final byte[] senderStore;
    private final byte[] receiverStore;
    private final boolean gcm;
    private final boolean opaque;

    SmimePeers(SmimeParties parties, boolean gcm, boolean opaque) {
        this.parties = parties;
        this.opaque = opaque;
        this.ec = parties.senderKeys.getPublic().getAlgorithm().equals("EC");
        this.gcm = gcm;
        this.cipher = gcm ? CMSAlgorithm.AES256_GCM : CMSAlgorithm.AES256_CBC;
        this.senderStore = SmimeParties.store(parties.senderKeys, parties.sender, parties.authority);
        this.receiverStore = SmimeParties.store(parties.receiverKeys, parties.receiver, parties.authority);
    }

    /** BouncyCastle: a part, signed in the form that is asked for, and encrypted. */
    long sealByBouncyCastle(byte[] missive, OutputStream out) throws IOException {
        try {
            SMIMESignedGenerator signer = new SMIMESignedGenerator();
            signer.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .setProvider(provider)
                    .build(ec ? "SHA256withECDSA" : "SHA256withRSA", parties.senderKeys.getPrivate(), parties.sender));
            signer.addCertificates(new JcaCertStore(List.of(parties.sender)));
            MimeBodyPart content = new MimeBodyPart();
            content.setDataHandler(new DataHandler(new ByteArrayDataSource(missive, "text/plain; charset=UTF-8")));
            content.setHeader("Content-Type", "text/plain; charset=UTF-8");
            content.setHeader("Content-Transfer-Encoding", "base64");
            MimeBodyPart signed = signed(signer, content);
            SMIMEEnvelopedGenerator encrypter = new SMIMEEnvelopedGenerator();
            encrypter.addRecipientInfoGenerator(recipient());
            MimeBodyPart encrypted = encrypter.generate(
                    signed,
                    new JceCMSContentEncryptorBuilder(cipher)
                            .setProvider(provider)
                            .build());
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(SmimeParties.FROM));
            mail.setRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(SmimeParties.TO));
            mail.setContent(encrypted.getContent(), encrypted.getContentType());
            mail.saveChanges();
            mail.writeTo(out);
            return 1;
        } catch (GeneralSecurityException
                | OperatorCreationException
                | MessagingException
                | CMSException
                | SMIMEException e) {
            throw new IllegalStateException(e);
        }
    }

    private MimeBodyPart signed(SMIMESignedGenerator signer, MimeBodyPart content)
            throws SMIMEException, MessagingException {
        if (opaque) {
            return signer.generateEncapsulated(content);
        }
        MimeBodyPart signed = new MimeBodyPart();
        signed.setContent(signer.generate(content));
        return signed;
    }

    private RecipientInfoGenerator recipient() throws GeneralSecurityException {
        if (!ec) {
            return new JceKeyTransRecipientInfoGenerator(parties.receiver).setProvider(provider);
        }
        return new JceKeyAgreeRecipientInfoGenerator(
                        CMSAlgorithm.ECDH_SHA256KDF,
                        parties.senderKeys.getPrivate(),
                        parties.senderKeys.getPublic(),
                        CMSAlgorithm.AES256_WRAP)
                .addRecipient(parties.receiver)
                .setProvider(provider);
    }

    /** BouncyCastle: decrypted, and every signer verified by the certificate that came along. */
    long openByBouncyCastle(byte[] mail) throws IOException {
        try {
            SMIMEEnveloped enveloped = new SMIMEEnveloped(new MimeMessage(session, new ByteArrayInputStream(mail)));
            RecipientInformation recipient =
                    enveloped.getRecipientInfos().getRecipients().iterator().next();
            Recipient key = ec
                    ? new JceKeyAgreeEnvelopedRecipient(parties.receiverKeys.getPrivate()).setProvider(provider)
                    : new JceKeyTransEnvelopedRecipient(parties.receiverKeys.getPrivate()).setProvider(provider);
            MimeBodyPart signed = SMIMEUtil.toMimeBodyPart(recipient.getContent(key));
            SMIMESigned signature =
                    opaque ? new SMIMESigned(signed) : new SMIMESigned((MimeMultipart) signed.getContent());
            Store<X509CertificateHolder> certificates = signature.getCertificates();
            for (SignerInformation signer : signature.getSignerInfos().getSigners()) {
                @SuppressWarnings("unchecked")
                X509CertificateHolder holder = (X509CertificateHolder)
                        certificates.getMatches(signer.getSID()).iterator().next();
                if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                        .setProvider(provider)
                        .build(holder))) {
                    return 0;
                }
            }
            return signature.getContent().getInputStream().readAllBytes().length;
        } catch (GeneralSecurityException
                | OperatorCreationException
                | MessagingException
                | CMSException
                | SMIMEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** simple-java-mail, keys given as it wants them. */
    long sealBySimpleJavaMail(byte[] missive, OutputStream out) throws IOException {
        Email email = EmailBuilder.startingBlank()
                .from(SmimeParties.FROM)
                .to(SmimeParties.TO)
                .withSubject("")
                .withPlainText("x")
                .withAttachment("missive.xml", missive, "application/xml")
                .signWithSmime(SmimeSigningConfig.builder()
                        .pkcs12Config(senderStore, SmimeParties.PASSWORD, SmimeParties.ALIAS, SmimeParties.PASSWORD)
                        .signatureAlgorithm(ec ? "SHA256withECDSA" : "SHA256withRSA")
                        .build())
                .encryptWithSmime(encryption(parties.receiver))
                .buildEmail();
        try {
            EmailConverter.emailToMimeMessage(email).writeTo(out);
            return 1;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private SmimeEncryptionConfig encryption(X509Certificate certificate) {
        return SmimeEncryptionConfig.builder()
                .x509Certificate(certificate)
                .cipherAlgorithm(gcm ? "AES256_GCM" : "AES256_CBC")
                .build();
    }

    long openBySimpleJavaMail(byte[] mail) {
        try {
            Email email = EmailConverter.mimeMessageToEmail(
                    new MimeMessage(session, new ByteArrayInputStream(mail)),
                    Pkcs12Config.builder()
                            .pkcs12Store(receiverStore)
                            .storePassword(SmimeParties.PASSWORD)
                            .keyAlias(SmimeParties.ALIAS)
                            .keyPassword(SmimeParties.PASSWORD)
                            .build());
            return email.getAttachments().size();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
