// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.jspecify.annotations.Nullable;

/** Reads the outermost structure of CMS (RFC 5652 3). */
final class CmsReader {

    private CmsReader() {}

    /** The content info that fills the octets, but for zeros that mail software may leave behind. */
    static ContentInfo read(byte[] octets) throws CmsFailure {
        try (ASN1InputStream in = new ASN1InputStream(octets)) {
            ASN1Primitive value = in.readObject();
            if (value == null) {
                throw malformed();
            }
            requireEnd(in);
            return ContentInfo.getInstance(value);
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws unchecked exceptions of many kinds on hostile octets.
            throw malformed();
        }
    }

    /** A look into a structure that was read. */
    interface Look<T extends @Nullable Object> {
        T run() throws CmsFailure;
    }

    /** BouncyCastle looks at what it has read as late as it can, and throws unchecked exceptions of many kinds then. */
    static <T extends @Nullable Object> T guarded(Look<T> look) throws CmsFailure {
        try {
            return look.run();
        } catch (RuntimeException e) {
            throw malformed();
        }
    }

    private static void requireEnd(ASN1InputStream in) throws IOException, CmsFailure {
        if (in.read() >= 0) {
            throw malformed();
        }
    }

    static CmsFailure malformed() {
        return new CmsFailure(CmsFailure.Reason.MALFORMED, "The CMS structure is none.");
    }
}
