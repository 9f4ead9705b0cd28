// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subject of a received mail (STS600-9-2 clause 8.3.1): {@code Auto: }, service code, token. Prefixes of mail filters
 * are taken, a tail is not: whatever stands behind the token was not put there by the gateway.
 */
final class Subject {

    private static final String CODE = "(\\{KMS:[A-Za-z0-9]{1,40}\\})";
    private static final Pattern REPLY =
            Pattern.compile("(.*?)\\bAuto:\\s*" + CODE + "(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern REQUEST = Pattern.compile(CODE + "\\s*([A-Za-z2-7]{26})\\s*");
    /** Words with which mail programs mark replies and forwards, as many languages as were met, with counts. */
    private static final Pattern FORWARD = Pattern.compile(
            "(?:^|[\\s\\])])(?:re|r|sv|vs|antw?|aw|odp|res|rif|ynt|fwd?|fw|wg|tr|enc|rv|doorst|vb|vl|pd|i|ha"
                    + "|\u56de\u590d|\u7b54\u590d|\u8f6c\u53d1|\u56de\u8986|\u8f49\u5bc4|\u043e\u0442\u0432\u0435\u0442)"
                    + "(?:\\[\\d+\\]|\\(\\d+\\))?\\s*[:\uff1a]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final Optional<String> code;
    private final Optional<Token> token;

    private Subject(Optional<String> code, Optional<Token> token) {
        this.code = code;
        this.token = token;
    }

    /** Reads a decoded subject on one line. */
    static Subject read(String text, Set<MailFinding> findings) {
        Matcher reply = REPLY.matcher(text);
        if (!reply.matches()) {
            return new Subject(Optional.empty(), Optional.empty());
        }
        String prefix = reply.group(1).strip();
        if (!prefix.isEmpty()) {
            findings.add(MailFinding.PREFIXED);
        }
        if (FORWARD.matcher(prefix).find()) {
            findings.add(MailFinding.FORWARDED);
        }
        String rest = reply.group(3).strip();
        return new Subject(
                Optional.of(reply.group(2)), Token.isToken(rest) ? Optional.of(Token.of(rest)) : Optional.empty());
    }

    /** The token of a subject that is a request's own, as delivery reports return it. */
    static Optional<Token> tokenOfRequest(String text) {
        Matcher request = REQUEST.matcher(text.strip());
        return request.matches() ? Optional.of(Token.of(request.group(2))) : Optional.empty();
    }

    /** The service code, as it was received; empty if the subject is not that of a reply. */
    Optional<String> code() {
        return code;
    }

    Optional<Token> token() {
        return token;
    }
}
