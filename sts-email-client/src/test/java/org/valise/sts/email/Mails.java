// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Builds raw mails field by field, so that nothing between test and reader tidies them up. */
final class Mails {

    static final String GATEWAY = "kmc@gateway.example";
    static final String VENDOR = "vendor@vending.example";
    static final Token TOKEN = Token.of("ABCDEFGHIJKLMNOPQRSTUVWX23");
    static final Token OTHER_TOKEN = Token.of("Z7Z7Z7Z7Z7Z7Z7Z7Z7Z7Z7Z7Z7");
    static final String ID = "<request.one@vending.example>";
    static final String OTHER_ID = "<request.two@vending.example>";
    static final String SUBJECT = "{KMS:GetKlfStsEd2} " + TOKEN.text();
    static final String EXPIRED = "Error\tEVkloadExpired\tThe VKLOADREQ is stale";

    static final KnownRequests.Known ONE = known(TOKEN, ID);
    static final KnownRequests.Known TWO = known(OTHER_TOKEN, OTHER_ID);
    static final KnownRequests KNOWN = KnownRequests.of(List.of(ONE, TWO));
    static final ReplyReader READER = ReplyReader.forGateway(MailAddress.of(GATEWAY));

    /** The published record of STS600-9-2 5.1.3.5 with its delimiters restored. */
    static final String REAL_RECORD = "PK.ECDH.1|KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:6850|"
            + "047D77A4819BEF702350D3912583AC169FAD4181648DA70E60944752731"
            + "5D931A8BD73A084204180CB7D0619C3850BF9BA1E0C9E93200723588D427BB35"
            + "8570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A10"
            + "4027CE2|20230601T000000Z|||D318";

    static final String REAL_BLOCK = crlf("""
            --STS:PK.ECDH.1 BEGINS--
            PK.ECDH.1|KMCID.1:Prism:K0001:20200622T140747Z:9863A537B5AF34F5:
            6850|047D77A4819BEF702350D3912583AC169FAD4181648DA70E60944752731
            5D931A8BD73A084204180CB7D0619C3850BF9BA1E0C9E93200723588D427BB35
            8570EAF2F8576447478F3953FCC50C874461C334D19D8AA8CFFDE23507B11A10
            4027CE2|20230601T000000Z|||D318
            --STS:PK.ECDH.1 ENDS--
            """);

    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();
    private String body = "";

    private Mails() {}

    static KnownRequests.Known known(Token token, String messageId) {
        return new KnownRequests.Known(token, Optional.of(messageId), Optional.of(Service.GET_KEY_LOAD_FILE));
    }

    /** A mail without any field. */
    static Mails empty() {
        return new Mails();
    }

    /** What clause 8.3.1 promises of an answer to the request of {@link #TOKEN}. */
    static Mails answer() {
        return empty().and("From", "STS KMC <" + GATEWAY + ">")
                .and("To", VENDOR)
                .and("Subject", "Auto: " + SUBJECT)
                .and("In-Reply-To", ID)
                .and("Message-ID", "<answer@gateway.example>")
                .and("Auto-Submitted", "auto-replied")
                .and("Precedence", "bulk")
                .and(GatewayResult.HEADER, EXPIRED)
                .and("MIME-Version", "1.0")
                .body("Hello\r\n");
    }

    /** A mail of a stranger. */
    static Mails letter(String from, String subject) {
        return empty().and("From", from).and("To", VENDOR).and("Subject", subject);
    }

    Mails and(String name, String value) {
        fields.add(new Field(name, value));
        return this;
    }

    Mails with(String name, String value) {
        return without(name).and(name, value);
    }

    Mails without(String name) {
        fields.removeIf(field -> field.name.equalsIgnoreCase(name));
        return this;
    }

    Mails body(String text) {
        body = text;
        return this;
    }

    Mails type(String contentType, String text) {
        return with("Content-Type", contentType).body(text);
    }

    /** A body of parts, each with its own header and empty line. */
    Mails parts(String contentType, String... parts) {
        StringBuilder text = new StringBuilder("preamble\r\n");
        for (String part : parts) {
            text.append("--b1\r\n").append(part).append("\r\n");
        }
        return type(contentType + "; boundary=b1", text + "--b1--\r\n");
    }

    /** One character for each octet; line ends as they stand in fields and body. */
    byte[] octets() {
        StringBuilder mail = new StringBuilder();
        for (Field field : fields) {
            mail.append(field.name).append(": ").append(field.value).append("\r\n");
        }
        return latin1(mail + "\r\n" + body);
    }

    ReceivedMail mail() {
        return ReceivedMail.read(octets(), MailLimits.defaults());
    }

    Reply read() {
        return read(octets());
    }

    static Reply read(byte[] octets) {
        try {
            return READER.read(octets, KNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static String base64(byte[] octets) {
        return Base64.getMimeEncoder().encodeToString(octets);
    }

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }
}
