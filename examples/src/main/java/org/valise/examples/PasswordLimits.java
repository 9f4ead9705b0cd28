// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How much work a password may make: files say themselves how often it is to be hashed, and a hostile one says so that it
 * never ends (RFC 8018, RFC 7914). Looked at before anything is computed. For one file and one thread.
 */
final class PasswordLimits {

    /** A hundred times what usual tools write, and less than three seconds. */
    private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(2_000_000);

    /** 128 octets each, so 128 MiB. */
    private static final BigInteger MOST_BLOCKS = BigInteger.ONE.shiftLeft(20);

    private BigInteger iterations = BigInteger.ZERO;

    /** All that can be seen of a PKCS#12 file without its password. */
    void require(Pfx file) throws Unusable {
        MacData mac = file.getMacData();
        if (mac != null) {
            add(mac.getIterationCount());
            require(mac.getMac().getAlgorithmId());
        }
        ASN1OctetString safe = ASN1OctetString.getInstance(file.getAuthSafe().getContent());
        for (ContentInfo each : AuthenticatedSafe.getInstance(ASN1Sequence.getInstance(safe.getOctets()))
                .getContentInfo()) {
            if (each.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                require(EncryptedData.getInstance(each.getContent()).getEncryptionAlgorithm());
            } else if (each.getContentType().equals(PKCSObjectIdentifiers.data)) {
                bags(ASN1OctetString.getInstance(each.getContent()));
            }
        }
    }

    private void bags(ASN1OctetString octets) throws Unusable {
        for (var each : ASN1Sequence.getInstance(octets.getOctets())) {
            SafeBag bag = SafeBag.getInstance(each);
            if (bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                require(EncryptedPrivateKeyInfo.getInstance(bag.getBagValue()).getEncryptionAlgorithm());
            }
        }
    }

    /** An algorithm that makes a key of a password; any other is nothing to it. */
    void require(AlgorithmIdentifier algorithm) throws Unusable {
        ASN1ObjectIdentifier type = algorithm.getAlgorithm();
        if (type.equals(PKCSObjectIdentifiers.id_PBES2)) {
            derivation(PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc());
        } else if (type.equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            derivation(KeyDerivationFunc.getInstance(
                    PBMAC1Params.getInstance(algorithm.getParameters()).getKeyDerivationFunc()));
        } else if (type.on(PKCSObjectIdentifiers.pkcs_12PbeIds) || type.on(PKCSObjectIdentifiers.pkcs_5)) {
            // Salt and iterations, in the first edition of PKCS#5 too.
            add(PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations());
        }
    }

    private void derivation(KeyDerivationFunc known) throws Unusable {
        if (known.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            add(PBKDF2Params.getInstance(known.getParameters()).getIterationCount());
        } else if (known.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            ScryptParams params = ScryptParams.getInstance(known.getParameters());
            BigInteger blocks = params.getCostParameter()
                    .multiply(params.getBlockSize())
                    .multiply(params.getParallelizationParameter());
            if (blocks.signum() <= 0 || blocks.compareTo(MOST_BLOCKS) > 0) {
                throw tooMuch();
            }
        }
    }

    private void add(BigInteger count) throws Unusable {
        iterations = iterations.add(count.max(BigInteger.ZERO));
        if (iterations.compareTo(MOST_ITERATIONS) > 0) {
            throw tooMuch();
        }
    }

    private static Unusable tooMuch() {
        return new Unusable("its password would have to be hashed more than " + MOST_ITERATIONS + " times: refused");
    }
}
