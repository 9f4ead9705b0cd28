// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message of the test ecosystem: SimpleTestRequest and SimpleTestReport, which have the same shape. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * SimpleTest request = SimpleTest.request("T-1").withText("hello").withData(octets);
 * SimpleTest report = request.report();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class SimpleTest {

    private static final int LONGEST_ID = 16;

    private final boolean request;
    private final String testId;
    private final @Nullable String text;
    private final byte @Nullable [] data;

    SimpleTest(boolean request, String testId, @Nullable String text, byte @Nullable [] data) {
        this.request = request;
        this.testId = testId;
        this.text = text;
        this.data = data;
    }

    /**
     * A request with an identifier only.
     *
     * @param testId 1 to 16 characters
     * @return the request
     * @throws IllegalArgumentException if it is empty or longer, or has characters that XML does not allow
     */
    public static SimpleTest request(String testId) {
        return new SimpleTest(true, XmlText.require(testId, 1, LONGEST_ID, "A test identifier"), null, null);
    }

    /**
     * A report with an identifier only.
     *
     * @param testId 1 to 16 characters
     * @return the report
     * @throws IllegalArgumentException if it is empty or longer, or has characters that XML does not allow
     */
    public static SimpleTest report(String testId) {
        return request(testId).report();
    }

    /**
     * The report that answers a request: the same under another name, as the scheme's own tests have it.
     *
     * @return a report with the same content
     */
    public SimpleTest report() {
        return new SimpleTest(false, testId, text, data);
    }

    /**
     * The same with a text.
     *
     * @param words any text
     * @return a new value
     * @throws IllegalArgumentException if it has characters that XML does not allow
     */
    public SimpleTest withText(String words) {
        XmlText.requireAllowed(words, "A text");
        return new SimpleTest(request, testId, words, data);
    }

    /**
     * The same with data.
     *
     * @param octets any octets, which are copied
     * @return a new value
     */
    public SimpleTest withData(byte[] octets) {
        return new SimpleTest(request, testId, text, octets.clone());
    }

    /**
     * Whether this is a request.
     *
     * @return false for a report
     */
    public boolean isRequest() {
        return request;
    }

    /**
     * The type of the message that this is the body of.
     *
     * @return {@link MessageType#SIMPLE_REQUEST} or {@link MessageType#SIMPLE_REPORT}
     */
    public MessageType messageType() {
        return request ? MessageType.SIMPLE_REQUEST : MessageType.SIMPLE_REPORT;
    }

    /**
     * The identifier, TestId.
     *
     * @return 1 to 16 characters
     */
    public String testId() {
        return testId;
    }

    /**
     * The text.
     *
     * @return the text if there is one
     */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /**
     * The data.
     *
     * @return a copy of the octets if there are any
     */
    public Optional<byte[]> data() {
        return Optional.ofNullable(data).map(byte[]::clone);
    }

    /** The data, not copied. */
    byte @Nullable [] dataNotCopied() {
        return data;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof SimpleTest t
                && request == t.request
                && testId.equals(t.testId)
                && Objects.equals(text, t.text)
                && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, testId, text, Arrays.hashCode(data));
    }

    /** Returns the kind and the length of the data; no content. */
    @Override
    public String toString() {
        String kind = request ? "SimpleTestRequest" : "SimpleTestReport";
        return kind + "[" + (data == null ? "no data" : data.length + " octets") + "]";
    }
}
