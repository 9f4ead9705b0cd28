// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.valise.sts.email.GatewayResult.Flag;
import org.valise.sts.email.GatewayResult.Kind;

/** Reads one {@code X-Gateway-Result}: unfold, decode, split, then name the elements. Used once per value. */
final class ResultParser {

    private static final int LONGEST = 8 * 1024;
    private static final Pattern IDENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.,-]{0,39}");
    /** Blanks that mail software puts for an HTAB; NBSP comes from HTML in between. */
    private static final Pattern FIRST_WORD = Pattern.compile("([^ \u00A0]+)[ \u00A0]+(.*)", Pattern.DOTALL);

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\u2028\u2029]");

    private final String value;
    private final List<String> rawElements;
    private final List<String> rest;
    private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);

    private ResultParser(String value, List<String> elements) {
        this.value = value;
        this.rawElements = elements;
        this.rest = new ArrayList<>(elements);
    }

    static GatewayResult parseAll(List<String> values) {
        if (values.isEmpty()) {
            return unrecognised(Kind.ABSENT, "");
        }
        String first = values.get(0);
        boolean differ = values.stream().map(Header::unfold).distinct().count() > 1;
        return differ ? unrecognised(Kind.AMBIGUOUS, first) : parse(first);
    }

    static GatewayResult parse(String value) {
        if (value.length() > LONGEST) {
            return unrecognised(Kind.MALFORMED, value);
        }
        String unfolded = Header.unfold(value);
        if (unfolded.indexOf('\r') >= 0 || unfolded.indexOf('\n') >= 0) {
            return unrecognised(Kind.MALFORMED, value);
        }
        List<String> elements = elements(unfolded);
        while (!elements.isEmpty() && elements.get(0).isEmpty()) {
            elements.remove(0);
        }
        return elements.isEmpty()
                ? unrecognised(Kind.ABSENT, value)
                : new ResultParser(value, List.copyOf(elements)).result();
    }

    private static GatewayResult unrecognised(Kind kind, String value) {
        return new GatewayResult.Unrecognised(kind, new GatewayResult.Raw(value, List.of(), Set.of()));
    }

    static Set<Flag> ordered(Collection<Flag> flags) {
        EnumSet<Flag> copy = EnumSet.noneOf(Flag.class);
        copy.addAll(flags);
        return Collections.unmodifiableSet(copy);
    }

    /** An encoded word may hold the separators; where there are some outside, they part the words instead. */
    private static List<String> elements(String unfolded) {
        String text = unfolded.indexOf('\t') < 0 ? EncodedWords.decode(unfolded) : unfolded;
        boolean decoded = unfolded.indexOf('\t') < 0;
        List<String> elements = new ArrayList<>();
        for (String element : text.split("\t", -1)) {
            elements.add(clean(decoded ? element : EncodedWords.decode(element)));
        }
        return elements;
    }

    private static String clean(String element) {
        String printable = CONTROL.matcher(element).replaceAll(" ");
        int start = 0;
        int end = printable.length();
        while (start < end && isBlank(printable.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(printable.charAt(end - 1))) {
            end--;
        }
        return printable.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\u00A0';
    }

    private GatewayResult result() {
        Kind kind = kind();
        if (kind == null) {
            return new GatewayResult.Unrecognised(Kind.UNKNOWN, raw());
        }
        if (kind == Kind.SUCCESS) {
            String summary = nextNonEmpty(Flag.TEXT_MISSING);
            return new GatewayResult.Success(joined(summary), raw());
        }
        splitCodeFromText();
        String code = nextNonEmpty(null);
        if (!isIdent(code)) {
            flags.add(Flag.CODE_NOT_IDENT);
        }
        String text = nextNonEmpty(Flag.TEXT_MISSING);
        List<String> parameters = flags.contains(Flag.SEPARATORS_LOST) ? List.of() : rest;
        return kind == Kind.ERROR
                ? new GatewayResult.Failure(code, text, parameters, raw())
                : new GatewayResult.Notice(code, text, parameters, raw());
    }

    /** Whether a code is of the form of the known ones; what is not may be anything, such as the whole text. */
    static boolean isIdent(String code) {
        return IDENT.matcher(code).matches();
    }

    private GatewayResult.Raw raw() {
        return new GatewayResult.Raw(value, rawElements, flags);
    }

    /** Takes the kind off the front; null if there is none that is known. */
    private @Nullable Kind kind() {
        String first = rest.remove(0);
        Kind kind = kindOf(first);
        if (kind != null) {
            return kind;
        }
        Matcher words = FIRST_WORD.matcher(first);
        if (!words.matches()) {
            return null;
        }
        kind = kindOf(words.group(1));
        if (kind != null) {
            rest.add(0, words.group(2));
            flags.add(Flag.SEPARATORS_LOST);
        }
        return kind;
    }

    private @Nullable Kind kindOf(String word) {
        Kind kind = switch (word.toLowerCase(Locale.ROOT)) {
            case "success" -> Kind.SUCCESS;
            case "error" -> Kind.ERROR;
            case "notice" -> Kind.NOTICE;
            default -> null;
        };
        if (kind != null && !(word.equals("Success") || word.equals("Error") || word.equals("Notice"))) {
            flags.add(Flag.KIND_CASE);
        }
        return kind;
    }

    private void splitCodeFromText() {
        if (rest.size() != 1) {
            return;
        }
        Matcher words = FIRST_WORD.matcher(rest.get(0));
        if (words.matches() && IDENT.matcher(words.group(1)).matches()) {
            rest.set(0, words.group(1));
            rest.add(words.group(2));
            flags.add(Flag.SEPARATORS_LOST);
        }
    }

    private String nextNonEmpty(@Nullable Flag ifMissing) {
        boolean skipped = false;
        while (!rest.isEmpty()) {
            String element = rest.remove(0);
            if (!element.isEmpty()) {
                if (skipped) {
                    flags.add(Flag.EMPTY_SKIPPED);
                }
                return element;
            }
            skipped = true;
        }
        if (ifMissing != null) {
            flags.add(ifMissing);
        }
        return "";
    }

    private String joined(String summary) {
        StringBuilder text = new StringBuilder(summary);
        for (String extra : rest) {
            if (!extra.isEmpty()) {
                text.append(' ').append(extra);
                flags.add(Flag.EXTRA_JOINED);
            }
        }
        return text.toString();
    }
}
