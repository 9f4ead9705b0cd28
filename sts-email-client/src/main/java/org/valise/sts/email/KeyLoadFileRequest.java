// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Optional;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.StsRecord;

/**
 * Asks for a key load file for a security module of STS Edition 2 (STS600-9-2 clause 5.1.4). The body holds one fresh
 * VKLOADREQ, which only the module can make. Each VKLOADREQ goes into one request only; if the gateway calls it expired,
 * the module must make another. Immutable and thread-safe.
 *
 * <pre>{@code
 * StsRecord vkloadreq = StsRecords.lenient().parse(textFromModule).orElseThrow();
 * KeyLoadFileRequest request = requestFactory.getKeyLoadFile(vkloadreq);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class KeyLoadFileRequest extends KmcRequest {

    private final StsRecord record;

    KeyLoadFileRequest(RequestMail mail, StsRecord record) {
        super(mail);
        this.record = record;
    }

    /**
     * The VKLOADREQ in the body.
     *
     * @return the record as it was given
     */
    public StsRecord record() {
        return record;
    }

    /**
     * Which module the file is for, if the record says so: the layout of a VKLOADREQ is not public, but an identity of a
     * security module in it is recognised by its CRC.
     *
     * @return the module's identity; empty if no field of the record is one
     */
    public Optional<Pkid> securityModule() {
        return record.fields().stream()
                .flatMap(field -> Pkid.parse(field).toOptional().stream())
                .filter(id -> id.type().equals(Pkid.SECURITY_MODULE))
                .findFirst();
    }

    /** What tells one VKLOADREQ from another in a store. */
    String recordDigest() {
        return Digests.sha256(record.text());
    }
}
