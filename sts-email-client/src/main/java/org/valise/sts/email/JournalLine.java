// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One line of a journal: a flat JSON object whose last member {@code crc} is the CRC32C, in hexadecimal, of all octets
 * before the comma in front of it. The only class that touches Jackson.
 */
final class JournalLine {

    /** A line that is longer is none: the memory that a damaged file takes is bounded. */
    static final int LONGEST = 1 << 20;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String CRC = ",\"crc\":\"";
    private static final int SUFFIX = CRC.length() + 8 + 2;

    private JournalLine() {}

    /** Fails with a NoClassDefFoundError if Jackson is missing. */
    static void probe() {
        JSON.getFormatName();
    }

    /** Writes a line with its line end; values are text or whole numbers. */
    static byte[] write(Map<String, Object> members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                writeValue(json, member.getValue());
            }
            json.writeEndObject();
        }
        byte[] line = signed(out.toByteArray());
        if (line.length > LONGEST) {
            throw new IOException("One line of the journal would have " + line.length + " octets; " + LONGEST
                    + " are the most. Nothing was changed");
        }
        return line;
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }

    /** Puts the checksum in place of the closing brace. */
    static byte[] signed(byte[] object) {
        int length = object.length - 1;
        ByteArrayOutputStream line = new ByteArrayOutputStream(length + SUFFIX + 1);
        line.write(object, 0, length);
        line.writeBytes(suffix(object, length).getBytes(StandardCharsets.US_ASCII));
        line.write('\n');
        return line.toByteArray();
    }

    private static String suffix(byte[] octets, int length) {
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, length);
        String hex = Long.toHexString(crc.getValue());
        return CRC + "0".repeat(8 - hex.length()) + hex + "\"}";
    }

    /** Whether a line without its line end is whole. */
    static boolean isWhole(byte[] line, int length) {
        int content = length - SUFFIX;
        return content > 0
                && suffix(line, content).equals(new String(line, content, SUFFIX, StandardCharsets.US_ASCII));
    }

    /** Reads a whole line; members that are objects or lists belong to later versions and are passed over. */
    static Map<String, String> read(byte[] line, int length) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(line, 0, length)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (value.isScalarValue()) {
                    members.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON object", e);
        }
        return members;
    }
}
