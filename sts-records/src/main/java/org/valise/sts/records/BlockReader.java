// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the record between two guards. Seven readings of the lines are tried, from the exact one to the most damaged
 * one; the first whose CRC is right, whose characters are printable ASCII and whose type is that of the guards is the
 * record. Without a right CRC there is no record, whatever it looks like.
 */
final class BlockReader {

    private static final String SOFT_BREAK = "=";
    private static final int QP_LENGTH = 3;

    private final MappedText text;
    private final CrcPolicy policy;
    private final String type;
    private final String prefix;
    private final List<int[]> lines;
    private final int length;

    /**
     * @param lines ranges of the text, without line ends
     * @param prefix what stands before the begin guard on its line
     */
    BlockReader(MappedText text, CrcPolicy policy, String type, String prefix, List<int[]> lines) {
        this.text = text;
        this.policy = policy;
        this.type = type;
        this.prefix = prefix;
        this.lines = lines;
        this.length = lines.stream().mapToInt(line -> line[1] - line[0]).sum();
    }

    /** What a block holds: the text of the reading that fitted, and the record or the problem. */
    sealed interface Outcome {

        /** The reading, with the offsets of its characters. */
        MappedText reading();

        /** A reading with a right CRC. */
        record Recovered(MappedText reading, StsRecord record, Set<Deviation> deviations) implements Outcome {}

        /** No reading fitted; the problem is that of the reading with quote marks and blanks removed. */
        record Damaged(
                MappedText reading,
                Problem problem,
                @Nullable StsRecord suspect) implements Outcome {}
    }

    Outcome read() {
        Outcome.@Nullable Damaged otherType = null;
        for (Reading reading : Reading.values()) {
            MappedText candidate = reading.of(this);
            ParseResult<StsRecord> result = StsRecord.parse(candidate.toString(), policy);
            if (result instanceof ParseResult.Parsed<StsRecord> parsed) {
                StsRecord record = parsed.value();
                if (!record.type().equals(type)) {
                    otherType = otherType == null ? wrongType(candidate, record.type()) : otherType;
                } else if (record.crcState() == CrcState.VALID || reading == Reading.EXACT) {
                    return new Outcome.Recovered(candidate, record, reading.deviations());
                }
            }
        }
        return otherType != null ? otherType : damaged();
    }

    private static Outcome.Damaged wrongType(MappedText candidate, String found) {
        Problem problem = Problem.of(
                        Problem.Code.RECORD_TYPE_MISMATCH,
                        "The record between the guards is of another type than they say.")
                .atRecord(Span.inLine(0, found.length()));
        return new Outcome.Damaged(candidate, problem, null);
    }

    private Outcome damaged() {
        MappedText candidate = Reading.LTRIM.of(this);
        ParseResult<StsRecord> result = StsRecord.parse(candidate.toString(), policy);
        if (result instanceof ParseResult.Malformed<StsRecord> malformed) {
            Problem problem = malformed.problems().get(0);
            return new Outcome.Damaged(
                    candidate,
                    problem.code() == Problem.Code.NOT_A_RECORD && lostItsDelimiters(candidate)
                            ? Problem.of(Problem.Code.CRC_ERROR, "The delimiters of the record are lost.")
                            : problem,
                    malformed.suspect().filter(s -> s.type().equals(type)).orElse(null));
        }
        Problem problem =
                Problem.of(Problem.Code.CRC_MISSING, "Without a CRC only an undamaged block proves its record.");
        return new Outcome.Damaged(candidate, problem.atRecord(Span.inLine(candidate.length(), 0)), null);
    }

    /** As in the printed specification: the type, then a blank where the delimiter should be. */
    private boolean lostItsDelimiters(MappedText candidate) {
        int end = Ascii.identEnd(candidate, 0);
        return candidate.text(0, end).equals(type) && end < candidate.length() && Guard.isBlank(candidate.charAt(end));
    }

    /** The readings in the order in which they are tried. */
    private enum Reading {
        EXACT {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                target.append(block.text, from, to);
            }
        },
        PREFIX {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                target.append(block.text, block.afterPrefix(from, to), to);
            }
        },
        RTRIM {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                target.append(block.text, block.afterPrefix(from, to), block.trimmedEnd(from, to));
            }
        },
        LTRIM {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                int start = block.skip(block.afterPrefix(from, to), to, Guard::isBlank);
                target.append(block.text, start, Math.max(start, block.trimmedEnd(from, to)));
            }
        },
        NOWS {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                block.appendWithoutBlanks(block.afterPrefix(from, to), to, target);
            }
        },
        QUOTE {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                block.appendWithoutBlanks(block.afterQuotes(from, to), to, target);
            }
        },
        QP {
            @Override
            void line(BlockReader block, int from, int to, MappedText target) {
                block.appendDecoded(block.afterQuotes(from, to), to, target);
            }
        };

        abstract void line(BlockReader block, int from, int to, MappedText target);

        MappedText of(BlockReader block) {
            MappedText target = new MappedText(block.length);
            for (int[] line : block.lines) {
                line(block, line[0], line[1], target);
            }
            return target;
        }

        Set<Deviation> deviations() {
            return this == EXACT ? Set.of() : Set.of(Deviation.valueOf(name()));
        }
    }

    private int afterPrefix(int from, int to) {
        int end = from + prefix.length();
        return end <= to && text.text(from, end).equals(prefix) ? end : from;
    }

    private int afterQuotes(int from, int to) {
        return skip(from, to, c -> Guard.isBlank(c) || c == '>');
    }

    private int trimmedEnd(int from, int to) {
        int end = to;
        while (end > from && Guard.isBlank(text.charAt(end - 1))) {
            end--;
        }
        return Math.max(end, afterPrefix(from, to));
    }

    private int skip(int from, int to, Predicate<Character> skipped) {
        int i = from;
        while (i < to && skipped.test(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** A replacement character goes with the blanks: it stands for a special space decoded in a wrong charset. */
    private void appendWithoutBlanks(int from, int to, MappedText target) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Guard.isBlank(c) && c != '\uFFFD') {
                target.append(text, i, i + 1);
            }
        }
    }

    private void appendDecoded(int from, int to, MappedText target) {
        MappedText line = new MappedText(to - from);
        appendWithoutBlanks(from, to, line);
        String encoded = line.toString();
        int end = encoded.endsWith(SOFT_BREAK) ? encoded.length() - 1 : encoded.length();
        for (int i = 0; i < end; i++) {
            int octet = encodedOctet(encoded, i);
            if (octet < 0) {
                target.append(line, i, i + 1);
            } else {
                if (octet > ' ') {
                    target.append((char) octet, line.originOf(i));
                }
                i += QP_LENGTH - 1;
            }
        }
    }

    /** The ASCII character that {@code =XX} stands for, or -1. */
    private static int encodedOctet(String line, int at) {
        if (line.charAt(at) != '=' || at + QP_LENGTH > line.length()) {
            return -1;
        }
        String digits = line.substring(at + 1, at + QP_LENGTH);
        int octet = Ascii.isUpperHex(digits) ? HexFormat.fromHexDigits(digits) : -1;
        return Ascii.isPrintable(octet) || octet == '\t' ? octet : -1;
    }

    /** The words of a range: its text cut at blanks and line ends, as the lines of a block that lost its line ends. */
    static List<int[]> words(MappedText text, int from, int to) {
        List<int[]> words = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || Guard.isBlank(text.charAt(i)) || Positions.isLineEnd(text.charAt(i))) {
                if (i > start) {
                    words.add(new int[] {start, i});
                }
                start = i + 1;
            }
        }
        return words;
    }
}
