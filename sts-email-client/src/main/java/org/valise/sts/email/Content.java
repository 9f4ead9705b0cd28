// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.valise.sts.records.KeyReport;
import org.valise.sts.records.Pkid;
import org.valise.sts.records.Problem;
import org.valise.sts.records.PublicKeyRecord;
import org.valise.sts.records.RecordFile;

/** Whether a mail holds what a service was asked for, and in which condition. */
final class Content {

    private final ReceivedMail mail;

    Content(ReceivedMail mail) {
        this.mail = mail;
    }

    /** The key load file: the one attachment that may be one; of several the first that reads as a file of records. */
    Optional<Attachment> keyLoadFile() {
        List<Attachment> candidates =
                mail.attachments().stream().filter(Attachment::mayBeKeyLoadFile).toList();
        return candidates.stream()
                .filter(Content::readsAsRecords)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private static boolean readsAsRecords(Attachment attachment) {
        return attachment.recordFile().summary().state() == RecordFile.State.ALL_RECORDS_VALID;
    }

    /** The key, checked against its identity and the approved ones: an approved one, else one that proves itself. */
    Optional<KeyReport> key(Clock clock, Collection<Pkid> approved) {
        List<KeyReport> reports = mail.records().records().stream()
                .flatMap(record -> PublicKeyRecord.of(record).toOptional().stream())
                .filter(key -> key.owner().type().equals(Pkid.KMC))
                .map(key -> isApproved(key, approved) ? key.verify(clock, List.of(key.owner())) : key.verify(clock))
                .toList();
        return first(reports, report -> report.trust() == KeyReport.Trust.PINNED)
                .or(() -> first(reports, report -> report.trust() != KeyReport.Trust.MISMATCH))
                .or(() -> first(reports, report -> true));
    }

    private static Optional<KeyReport> first(List<KeyReport> reports, Predicate<KeyReport> wanted) {
        return reports.stream().filter(wanted).findFirst();
    }

    private static boolean isApproved(PublicKeyRecord key, Collection<Pkid> approved) {
        return approved.contains(key.owner());
    }

    /** Whether what was asked for is there, given that the gateway says so. */
    boolean answers(Service service, Clock clock) {
        return switch (service) {
            case HELP, STSA_ONLY_UPDATE -> true;
            case GET_PUBLIC_KEY -> holdsProvedKey(clock);
            case GET_KEY_LOAD_FILE -> keyLoadFile().isPresent();
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

    /** Whether something of what was asked for is there, but damaged. */
    boolean isDamaged(Service service) {
        return switch (service) {
            case HELP, STSA_ONLY_UPDATE -> false;
            case GET_PUBLIC_KEY ->
                mail.records().problems().stream().anyMatch(problem -> problem.code() != Problem.Code.NO_RECORD);
            case GET_KEY_LOAD_FILE -> mail.attachments().stream().anyMatch(Attachment::isDamaged);
        };
    }
}
