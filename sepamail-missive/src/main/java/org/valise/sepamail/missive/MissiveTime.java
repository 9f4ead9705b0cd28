// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A date and time of a missive (ISODateTime, an {@code xs:dateTime}). Immutable and thread-safe.
 *
 * <p>The schema leaves the time zone out as it likes, and all published samples do. Such a time is read in the zone that
 * {@link Missives} was given; {@link #hasZone()} tells. What this library writes always has an offset.
 *
 * <p>Fractions of a second below a nanosecond are cut off.
 *
 * <pre>{@code
 * Instant instant = Instant.parse("2012-09-21T13:01:00Z");
 * MissiveTime.of(instant);                              // 2012-09-21T13:01:00Z
 * MissiveTime.of(instant, ZoneId.of("Europe/Paris"));   // 2012-09-21T15:01:00+02:00
 * Duration age = Duration.between(missive.sentAt().instant(), clock.instant());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class MissiveTime {

    /** A year of nine digits and its sign, nine digits of a fraction, and an offset. */
    static final int LONGEST = 41;

    private final LocalDateTime local;
    private final ZoneOffset offset;
    private final boolean hasZone;

    private MissiveTime(LocalDateTime local, ZoneOffset offset, boolean hasZone) {
        this.local = local;
        this.offset = offset;
        this.hasZone = hasZone;
    }

    /**
     * An instant, written in UTC.
     *
     * @param instant of the years 1 to 9999
     * @return the time
     * @throws IllegalArgumentException if the year is another
     */
    public static MissiveTime of(Instant instant) {
        return of(instant, ZoneOffset.UTC);
    }

    /**
     * An instant, written with the offset that a zone has then.
     *
     * @param instant of the years 1 to 9999
     * @param zone a zone whose offset is in whole minutes then
     * @return the time
     * @throws IllegalArgumentException if the year is another, or the offset has seconds or is beyond 14 hours
     */
    public static MissiveTime of(Instant instant, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        LocalDateTime local;
        try {
            local = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("The year is none of 1 to 9999", e);
        }
        if (local.getYear() < 1 || local.getYear() > 9999) {
            throw new IllegalArgumentException("The year is none of 1 to 9999");
        }
        if (offset.getTotalSeconds() % 60 != 0 || Math.abs(offset.getTotalSeconds()) > 14 * 3600) {
            throw new IllegalArgumentException("The offset of a time is in whole minutes, at most 14 hours");
        }
        return new MissiveTime(local, offset, true);
    }

    /** Whether a text is an {@code xs:dateTime}. */
    static boolean isDateTime(String text) {
        return new Parts(text).read();
    }

    /** An {@code xs:dateTime} that Java need not be able to hold. */
    record Read(boolean isDateTime, @Nullable MissiveTime time) {}

    static Read read(String text, ZoneId zone) {
        Parts parts = new Parts(text);
        boolean isDateTime = parts.read();
        return new Read(isDateTime, isDateTime ? time(parts, zone) : null);
    }

    private static @Nullable MissiveTime time(Parts parts, ZoneId zone) {
        try {
            LocalDateTime local = parts.local();
            boolean hasZone = parts.offsetMinutes != Parts.NO_OFFSET;
            ZoneOffset offset =
                    hasZone ? offset(parts.offsetMinutes) : zone.getRules().getOffset(local);
            return new MissiveTime(local, offset, hasZone);
        } catch (DateTimeException beyondJava) {
            return null;
        }
    }

    /** The platform looks even UTC up. */
    private static ZoneOffset offset(int minutes) {
        return minutes == 0 ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(60 * minutes);
    }

    /**
     * The instant.
     *
     * @return for a time without zone, in the zone it was read in
     */
    public Instant instant() {
        return local.toInstant(offset);
    }

    /**
     * Date and time as they stand, without offset.
     *
     * @return the local date and time
     */
    public LocalDateTime local() {
        return local;
    }

    /**
     * The offset that is stated, or that of the zone it was read in.
     *
     * @return the offset from UTC
     */
    public ZoneOffset offset() {
        return offset;
    }

    /**
     * Whether the offset is stated.
     *
     * @return false if the text had no zone
     */
    public boolean hasZone() {
        return hasZone;
    }

    @Override
    @SuppressWarnings("exports") // seen by compilers only: JSpecify is not required of users
    public boolean equals(@Nullable Object other) {
        return other instanceof MissiveTime t
                && local.equals(t.local)
                && offset.equals(t.offset)
                && hasZone == t.hasZone;
    }

    @Override
    public int hashCode() {
        return Objects.hash(local, offset, hasZone);
    }

    /** Returns the {@code xs:dateTime}, without an offset if none is stated. */
    @Override
    public String toString() {
        byte[] digits = new byte[LONGEST];
        return new String(digits, 0, write(digits, 0), StandardCharsets.US_ASCII);
    }

    /** Writes the {@code xs:dateTime}; the index behind it. */
    int write(byte[] target, int from) {
        int year = local.getYear();
        int at = from;
        if (year < 0) {
            target[at++] = '-';
        }
        at = digits(target, at, Math.abs(year), yearDigits(Math.abs(year)));
        at = two(target, at, '-', local.getMonthValue());
        at = two(target, at, '-', local.getDayOfMonth());
        at = two(target, at, 'T', local.getHour());
        at = two(target, at, ':', local.getMinute());
        at = two(target, at, ':', local.getSecond());
        at = fraction(target, at, local.getNano());
        return hasZone ? offset(target, at) : at;
    }

    private static int yearDigits(int year) {
        return year <= 9999 ? 4 : Integer.toString(year).length();
    }

    private static int fraction(byte[] target, int from, int nano) {
        if (nano == 0) {
            return from;
        }
        target[from] = '.';
        int at = digits(target, from + 1, nano, 9);
        while (target[at - 1] == '0') {
            at--;
        }
        return at;
    }

    private int offset(byte[] target, int at) {
        int minutes = offset.getTotalSeconds() / 60;
        if (minutes == 0) {
            target[at] = 'Z';
            return at + 1;
        }
        int hours = two(target, at, minutes < 0 ? '-' : '+', Math.abs(minutes) / 60);
        return two(target, hours, ':', Math.abs(minutes) % 60);
    }

    private static int two(byte[] target, int at, char sign, int value) {
        target[at] = (byte) sign;
        return digits(target, at + 1, value, 2);
    }

    private static int digits(byte[] target, int at, int value, int width) {
        int rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + width;
    }

    /** Takes an {@code xs:dateTime} apart: {@code -?YYYY-MM-DDThh:mm:ss(.s+)?(Z|[+-]hh:mm)?}. */
    private static final class Parts {

        static final int NO_OFFSET = Integer.MAX_VALUE;
        private static final int MOST_YEAR_DIGITS = 9;

        private final String text;
        private int at;
        private int year;
        private int month;
        private int day;
        private int hour;
        private int minute;
        private int second;
        private int nano;
        /** Whether there is a fraction of a second, and be it too small to keep. */
        private boolean fraction;

        private boolean beyondJava;
        private int offsetMinutes = NO_OFFSET;

        Parts(String text) {
            this.text = text;
        }

        boolean read() {
            return readYear()
                    && (month = two('-')) >= 1
                    && month <= 12
                    && (day = two('-')) >= 1
                    && day <= daysOfMonth()
                    && (hour = two('T')) >= 0
                    && (minute = two(':')) >= 0
                    && (second = two(':')) >= 0
                    && readFraction()
                    && isTimeOfDay()
                    && readOffset()
                    && at == text.length();
        }

        private boolean isTimeOfDay() {
            return hour < 24 && minute < 60 && second < 60 || hour == 24 && minute == 0 && second == 0 && !fraction;
        }

        private int daysOfMonth() {
            if (month == 2) {
                boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
                return leap ? 29 : 28;
            }
            return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        }

        private boolean readYear() {
            boolean negative = at() == '-';
            at += negative ? 1 : 0;
            int first = at;
            while (isDigit(at())) {
                // Of a year that Java cannot hold, only what tells leap years is kept.
                year = (at - first < MOST_YEAR_DIGITS ? year : year % 400) * 10 + at() - '0';
                at++;
            }
            int digits = at - first;
            beyondJava = digits > MOST_YEAR_DIGITS;
            boolean allZero = digits == 4 && year == 0;
            year = negative ? -year : year;
            return digits >= 4 && (digits == 4 || text.charAt(first) != '0') && !allZero;
        }

        private boolean readFraction() {
            if (at() != '.') {
                return true;
            }
            int first = ++at;
            int weight = 100_000_000;
            for (; isDigit(at()); at++) {
                nano += (at() - '0') * weight;
                weight /= 10;
                fraction |= at() != '0';
            }
            return at > first;
        }

        private boolean readOffset() {
            char sign = at();
            if (sign == 'Z') {
                at++;
                offsetMinutes = 0;
            } else if (sign == '+' || sign == '-') {
                int hours = two(sign);
                int minutes = two(':');
                int total = 60 * hours + minutes;
                offsetMinutes = sign == '-' ? -total : total;
                return hours >= 0 && minutes >= 0 && minutes < 60 && total <= 14 * 60;
            }
            return true;
        }

        /** Two digits behind a sign; -1 if they are not there. */
        private int two(char sign) {
            if (at() == sign && at + 3 <= text.length()) {
                char tens = text.charAt(at + 1);
                char ones = text.charAt(at + 2);
                if (isDigit(tens) && isDigit(ones)) {
                    at += 3;
                    return 10 * (tens - '0') + ones - '0';
                }
            }
            at = text.length() + 1;
            return -1;
        }

        private char at() {
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        LocalDateTime local() {
            if (beyondJava) {
                throw new DateTimeException("beyond Java");
            }
            LocalDateTime local = hour == 24
                    ? LocalDateTime.of(year, month, day, 0, 0).plusDays(1)
                    : LocalDateTime.of(year, month, day, hour, minute, second, nano);
            if (local.getYear() == 0) {
                throw new DateTimeException("The day after that is of the year 1, which Java counts as 0");
            }
            return local;
        }
    }
}
