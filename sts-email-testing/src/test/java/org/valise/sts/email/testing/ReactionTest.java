// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.valise.sts.email.testing.Bench.getKlf;
import static org.valise.sts.email.testing.Bench.header;
import static org.valise.sts.email.testing.Bench.help;
import static org.valise.sts.email.testing.Bench.result;

import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test can script (STS600-9-2 clause 8.3): results, notices, losses, forgeries, limits. */
class ReactionTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String DEFERRED =
            "Notice\tDeferred\tOperation failed but will be retried; you don't need to do anything";

    private final Bench bench = new Bench();

    private List<String> results(List<OutgoingMail> mails) {
        return mails.stream().map(Bench::parse).map(Bench::result).toList();
    }

    private List<String> kinds(List<OutgoingMail> mails) {
        return results(mails).stream()
                .map(value -> value.replaceFirst("\t.*", ""))
                .toList();
    }

    @Test
    void clause832WritesErrorsWithTheirParameters() {
        bench.gateway.enqueue(Reaction.error("ECode", "text", "p1", "", "p3", ""));
        MimeMessage reply = bench.reply(help());
        assertThat(result(reply)).isEqualTo("Error\tECode\ttext\tp1\t\tp3\t");
        assertThat(Bench.content(reply)).contains("ECode").contains("text");
    }

    @Test
    void clause832DefersAndAnswersLater() throws Exception {
        bench.gateway.enqueue(Reaction.deferred(HOUR));
        assertThat(results(bench.receive(getKlf()).replies())).containsExactly(DEFERRED);
        assertThat(bench.gateway.nextDue()).contains(Bench.START.plus(HOUR));
        bench.clock.advance(HOUR.minusNanos(1));
        assertThat(bench.gateway.due()).isEmpty();
        bench.clock.advance(Duration.ofNanos(1));
        List<OutgoingMail> due = bench.gateway.due();
        assertThat(kinds(due)).containsExactly("Success");
        assertThat(Bench.parse(due.get(0)).getSentDate()).isEqualTo(Date.from(Bench.START.plus(HOUR)));
        assertThat(bench.gateway.due()).isEmpty();
        assertThat(bench.gateway.nextDue()).isEmpty();
    }

    @Test
    void clause832SendsSeveralNotices() {
        Reaction notices = Reaction.notice("Deferred", "first")
                .then(Reaction.notice("Other", "second").after(HOUR))
                .then(Reaction.expired().after(HOUR.multipliedBy(2)));
        bench.gateway.enqueue(notices);
        assertThat(results(bench.receive(getKlf()).replies())).containsExactly("Notice\tDeferred\tfirst");
        bench.clock.advance(HOUR.multipliedBy(3));
        assertThat(kinds(bench.gateway.due())).containsExactly("Notice", "Error");
    }

    @Test
    void takesReactionsInTheirOrderAndThenAnswersNormally() {
        bench.gateway.enqueue(Reaction.error("EFirst", "1"));
        bench.gateway.enqueue(Reaction.error("ESecond", "2"));
        assertThat(result(bench.reply(help()))).contains("EFirst");
        assertThat(result(bench.reply(help()))).contains("ESecond");
        assertThat(result(bench.reply(help()))).startsWith("Success");
    }

    @Test
    void choosesReactionsByRequestWhileNothingIsEnqueued() {
        bench.gateway.when(request -> request.record().isPresent(), Reaction.expired());
        bench.gateway.when(request -> true, Reaction.error("ELater", "a later rule"));
        bench.gateway.enqueue(Reaction.error("EQueued", "comes first"));
        assertThat(result(bench.reply(getKlf()))).contains("EQueued");
        assertThat(result(bench.reply(getKlf()))).contains("EVkloadExpired");
        assertThat(result(bench.reply(help()))).contains("ELater");
    }

    @Test
    void losesReplies() {
        bench.gateway.enqueue(Reaction.silence());
        Reception lost = bench.receive(help());
        assertThat(lost.replies()).isEmpty();
        assertThat(lost.reason()).isEmpty();
        assertThat(bench.gateway.nextDue()).isEmpty();
    }

    @Test
    void doublesReplies() throws Exception {
        bench.gateway.enqueue(Reaction.answer().twice());
        List<OutgoingMail> replies = bench.receive(getKlf()).replies();
        assertThat(kinds(replies)).containsExactly("Success", "Success");
        assertThat(Bench.parse(replies.get(0)).getMessageID())
                .isNotEqualTo(Bench.parse(replies.get(1)).getMessageID());
    }

    @Test
    void reordersTheRepliesToOneRequest() {
        bench.gateway.enqueue(Reaction.deferred(HOUR).reversed());
        assertThat(kinds(bench.receive(help()).replies())).containsExactly("Success");
        bench.clock.advance(HOUR);
        assertThat(kinds(bench.gateway.due())).containsExactly("Notice");
    }

    @Test
    void reordersTheRepliesToSeveralRequests() {
        bench.gateway.enqueue(Reaction.error("EFirst", "1").after(HOUR.multipliedBy(2)));
        bench.gateway.enqueue(Reaction.error("ESecond", "2").after(HOUR));
        bench.receive(help());
        bench.receive(help());
        bench.clock.advance(HOUR.multipliedBy(2));
        assertThat(results(bench.gateway.due())).containsExactly("Error\tESecond\t2", "Error\tEFirst\t1");
    }

    @Test
    void clause831LeavesOutTheResultHeader() {
        bench.gateway.enqueue(Reaction.answer().without(Reaction.Part.RESULT_HEADER));
        MimeMessage reply = bench.reply(help());
        assertThat(result(reply)).isNull();
        assertThat(Bench.content(reply)).contains("{KMS:Help}");
    }

    @Test
    void leavesOutTheAttachment() throws Exception {
        bench.gateway.enqueue(Reaction.answer().without(Reaction.Part.ATTACHMENT));
        MimeMessage reply = bench.reply(getKlf());
        assertThat(result(reply)).startsWith("Success");
        assertThat(reply.isMimeType("text/plain")).isTrue();
    }

    @Test
    void leavesOutTokenAndReference() {
        bench.gateway.enqueue(Reaction.answer().without(Reaction.Part.TOKEN, Reaction.Part.IN_REPLY_TO));
        MimeMessage reply = bench.reply(help());
        assertThat(header(reply, "Subject")).isEqualTo("Auto: {KMS:Help}");
        assertThat(header(reply, "In-Reply-To")).isNull();
        assertThat(header(reply, "References")).isNull();
    }

    @Test
    void forgesTheSender() throws Exception {
        bench.gateway.enqueue(Reaction.answer().from("evil@x.example"));
        MimeMessage reply = bench.reply(help());
        assertThat(header(reply, "From")).isEqualTo("evil@x.example");
        assertThat(header(reply, "Subject")).endsWith(Bench.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\r\nBcc: x@y.example", "\u00fc", "\u0000"})
    void refusesElementsThatWouldBreakTheHeader(String element) {
        assertThatThrownBy(() -> Reaction.error("E", element)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reaction.notice("N", "t", element)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reaction.answer().from(element)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesResultsLongerThanALineAndNegativeDelays() {
        String text = "x".repeat(900);
        assertThatThrownBy(() -> Reaction.error("E", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reaction.answer().after(HOUR.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void clause4DefersThenBlocksWhoSendsTooManyMessages() {
        Bench limited = new Bench(b -> b.throttle(1, 2, HOUR, HOUR.multipliedBy(4)));
        assertThat(kinds(limited.receive(help()).replies())).containsExactly("Success");
        assertThat(results(limited.receive(help()).replies())).containsExactly(DEFERRED);
        Reception blocked = limited.receive(help());
        assertThat(blocked.reason()).contains(Reception.Reason.BLOCKED);
        assertThat(blocked.replies()).hasSize(1);
        MimeMessage notification = Bench.parse(blocked.replies().get(0));
        assertThat(result(notification)).isNull();
        assertThat(header(notification, "Subject")).doesNotContain(Bench.TOKEN);
        assertThat(header(notification, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(limited.receive(help()).replies()).isEmpty();
        limited.clock.advance(HOUR);
        assertThat(kinds(limited.gateway.due())).containsExactly("Success");
        assertThat(limited.receive(help()).reason()).contains(Reception.Reason.BLOCKED);
        limited.clock.advance(HOUR.multipliedBy(3));
        assertThat(kinds(limited.receive(help()).replies())).containsExactly("Success");
    }

    @Test
    void clause4CountsEachSenderWithinTheWindowOnly() {
        Bench limited = new Bench(b -> b.throttle(1, 1, HOUR, HOUR));
        byte[] mail = help().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(limited.gateway.receive(mail, "a@x.example").reason()).isEmpty();
        assertThat(limited.gateway.receive(mail, "b@x.example").reason()).isEmpty();
        limited.clock.advance(HOUR.plusNanos(1));
        assertThat(limited.gateway.receive(mail, "a@x.example").reason()).isEmpty();
        assertThat(limited.gateway.receive(mail, "A@x.example").reason()).contains(Reception.Reason.BLOCKED);
    }

    @Test
    void refusesLimitsThatContradictEachOther() {
        assertThatThrownBy(() -> new Bench(b -> b.throttle(2, 1, HOUR, HOUR)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bench(b -> b.throttle(0, 1, HOUR, HOUR)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bench(b -> b.maximumOctets(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
