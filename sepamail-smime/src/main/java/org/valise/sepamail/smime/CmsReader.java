// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;

/** Reads the outermost structure of CMS that is in memory (RFC 5652 3). */
final class CmsReader {

    private CmsReader() {}

    /** The content info that fills the octets. */
    static ContentInfo read(byte[] octets) throws CmsFailure {
        try (ASN1InputStream in = new ASN1InputStream(octets)) {
            ASN1Primitive value = in.readObject();
            if (value == null) {
                throw CmsFailure.malformed();
            }
            requireEnd(in);
            return ContentInfo.getInstance(value);
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws unchecked exceptions of many kinds on hostile octets.
            throw CmsFailure.malformed();
        }
    }

    private static void requireEnd(ASN1InputStream in) throws IOException, CmsFailure {
        if (in.read() >= 0) {
            throw CmsFailure.malformed();
        }
    }
}
