package tocsin.notifier.delivery;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The content of a notification, before a channel lays it out. Every text is hostile.
///
/// @param severity `SEV1` to `SEV4`
/// @param title one line
/// @param impact what users notice, in their words; empty: nobody says so, or it is over
/// @param evidence why, in one sentence
/// @param status where the incident stands
/// @param reason why this target is told now
/// @param links name to URL: what to open next
/// @param details what else people have to know, in order
/// @param drill whether nothing is wrong: every text says so
public record Message(
        String severity,
        String title,
        String impact,
        String evidence,
        String status,
        String reason,
        Instant openedAt,
        Map<String, String> links,
        int revision,
        List<Detail> details,
        boolean drill) {
    private static final String DRILL = "DRILL";

    /// One line of a table, such as `Risk` and `MEDIUM`.
    public record Detail(String name, String text) {}

    public Message {
        links = Collections.unmodifiableMap(new TreeMap<>(links));
        details = List.copyOf(details);
    }

    public Message(
            String severity,
            String title,
            String evidence,
            String status,
            String reason,
            Instant openedAt,
            Map<String, String> links,
            int revision) {
        this(
                severity, title, "", evidence, status, reason, openedAt, links, revision, List.of(),
                false);
    }

    /// The same in other words.
    Message saying(String otherTitle, String otherEvidence) {
        return new Message(
                severity,
                otherTitle,
                impact,
                otherEvidence,
                status,
                reason,
                openedAt,
                links,
                revision,
                details,
                drill);
    }

    /// The same with other links.
    Message linking(Map<String, String> others) {
        return new Message(
                severity, title, impact, evidence, status, reason, openedAt, others, revision,
                details, drill);
    }

    /// What it is about, in one line.
    public String headline(String service) {
        return marked((severityText() + " " + service + ": " + title).strip());
    }

    /// `text`, which begins with DRILL where it is one.
    public String marked(String text) {
        return drill && !text.startsWith(DRILL) ? DRILL + " " + text : text;
    }

    /// The severity as people write it: `SEV-2`.
    public String severityText() {
        return severity.matches("SEV[0-9]") ? "SEV-" + severity.charAt(3) : severity;
    }
}
