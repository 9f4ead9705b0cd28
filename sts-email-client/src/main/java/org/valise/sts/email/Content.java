// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.Problem;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.RecordFile;

/** Whether a mail holds what a service was asked for, and in which condition. */
final class Content {

    private static final List<KeyReport.Trust> BEST_FIRST = List.of(
            KeyReport.Trust.PINNED, KeyReport.Trust.SELF_CONSISTENT, KeyReport.Trust.EXPIRED, KeyReport.Trust.MISMATCH);

    private final ReceivedMail mail;

    Content(ReceivedMail mail) {
        this.mail = mail;
    }

    /**
     * The key load file: the one file that may be one. Of several the one that reads as a file of records, or that is
     * declared to be an attachment; if that does not tell, none.
     */
    Optional<Attachment> keyLoadFile() {
        List<Attachment> all = candidates();
        return only(all)
                .or(() -> only(all.stream().filter(Content::readsAsRecords).toList()))
                .or(() -> only(all.stream().filter(Attachment::isDeclared).toList()));
    }

    private List<Attachment> candidates() {
        return mail.attachments().stream().filter(Attachment::mayBeKeyLoadFile).toList();
    }

    private static Optional<Attachment> only(List<Attachment> files) {
        return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
    }

    /** A mail filter puts its own words in place of a file it took; no line of them looks like a record. */
    private static boolean holdsRecords(Attachment attachment) {
        return attachment.recordFile().summary().state() != RecordFile.State.NO_RECORDS;
    }

    private static boolean readsAsRecords(Attachment attachment) {
        return attachment.recordFile().summary().state() == RecordFile.State.ALL_RECORDS_VALID;
    }

    /**
     * The key, checked against its identity and the approved ones: an approved one, else one that proves itself, else one
     * that has expired.
     */
    Optional<KeyReport> key(Clock clock, Collection<Pkid> approved) {
        List<KeyReport> reports = mail.records().records().stream()
                .flatMap(record -> PublicKeyRecord.of(record).toOptional().stream())
                .filter(key -> key.owner().type().equals(Pkid.KMC))
                .map(key -> isApproved(key, approved) ? key.verify(clock, List.of(key.owner())) : key.verify(clock))
                .toList();
        return BEST_FIRST.stream()
                .flatMap(trust -> reports.stream().filter(report -> report.trust() == trust))
                .findFirst();
    }

    private static boolean isApproved(PublicKeyRecord key, Collection<Pkid> approved) {
        return approved.contains(key.owner());
    }

    /** Whether what was asked for is there, given that the gateway says so. */
    boolean answers(Service service, Clock clock, TrackingPolicy policy) {
        return switch (service) {
            case HELP, STSA_ONLY_UPDATE -> true;
            case GET_PUBLIC_KEY -> holdsProvedKey(clock);
            case GET_KEY_LOAD_FILE ->
                keyLoadFile()
                        .filter(file -> policy.keyLoadFileOfAnyLayout() || holdsRecords(file))
                        .isPresent();
        };
    }

    /** Whether what was asked for is there and proves itself, so that nobody need say so. */
    boolean answersByItself(Service service, Clock clock) {
        return switch (service) {
            case HELP, STSA_ONLY_UPDATE -> false;
            case GET_PUBLIC_KEY -> holdsProvedKey(clock);
            case GET_KEY_LOAD_FILE ->
                keyLoadFile().filter(Content::readsAsRecords).isPresent();
        };
    }

    private boolean holdsProvedKey(Clock clock) {
        return key(clock, List.of())
                .filter(report -> report.trust() != KeyReport.Trust.MISMATCH)
                .isPresent();
    }

    /** Why the mail does not answer the service, and what to do about that. */
    NextStep unanswered(Service service, Clock clock, Collection<Note> notes) {
        boolean withoutResult = mail.result().kind() == GatewayResult.Kind.ABSENT;
        Note why = whyUnanswered(service, clock);
        if (withoutResult) {
            notes.add(Note.RESULT_MISSING);
            if (why == Note.CONTENT_MISSING) {
                return NextStep.READ_TEXT; // something in words, then
            }
        }
        notes.add(why);
        return NextStep.CALL_SUPPORT;
    }

    private Note whyUnanswered(Service service, Clock clock) {
        return switch (service) {
            case HELP, STSA_ONLY_UPDATE -> Note.CONTENT_MISSING;
            case GET_PUBLIC_KEY ->
                key(clock, List.of()).isPresent()
                        ? Note.KEY_UNPROVED
                        : holdsDamagedRecord() ? Note.CONTENT_DAMAGED : Note.CONTENT_MISSING;
            case GET_KEY_LOAD_FILE ->
                candidates().size() > 1 && candidates().stream().anyMatch(Content::holdsRecords)
                        ? Note.CONTENT_AMBIGUOUS
                        : holdsDamagedFile() ? Note.CONTENT_DAMAGED : Note.CONTENT_MISSING;
        };
    }

    private boolean holdsDamagedFile() {
        return mail.attachments().stream().anyMatch(Attachment::isDamaged);
    }

    /** Text that is no record at all is no damaged one. */
    private boolean holdsDamagedRecord() {
        return mail.records().problems().stream()
                .anyMatch(problem ->
                        problem.code() != Problem.Code.NO_RECORD && problem.code() != Problem.Code.NOT_A_RECORD);
    }
}
