// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.smime;

import java.io.IOException;

/**
 * The way to a time stamping authority, which is the caller's: this library opens no connection. Over HTTP it is a POST of
 * the media type {@code application/timestamp-query}, answered with {@code application/timestamp-reply} (RFC 3161 3.4).
 *
 * <pre>{@code
 * TimestampAuthority authority = request -> {
 *     URLConnection connection = url.openConnection();
 *     connection.setConnectTimeout(5_000);
 *     connection.setReadTimeout(10_000);
 *     connection.setDoOutput(true);
 *     connection.setRequestProperty("Content-Type", "application/timestamp-query");
 *     connection.getOutputStream().write(request);
 *     try (InputStream response = connection.getInputStream()) {
 *         return response.readNBytes(256 << 10);
 *     }
 * };
 * }</pre>
 *
 * <p>It is for the caller to bound how long it takes and how much is read; whatever is returned is verified.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TimestampAuthority {

    /**
     * Sends a request and waits for what is answered.
     *
     * @param request octets of a request, DER
     * @return octets of a response
     * @throws IOException if there is none
     */
    byte[] ask(byte[] request) throws IOException;
}
