package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What a page speaks of beside its incident, such as a remediation that waits for approval.
///
/// @param subject its id, such as the remediation's
/// @param occasion what about it, such as `AWAITING_APPROVAL`
/// @param evidence in one sentence
/// @param details what else people have to know, in order
/// @param until nobody needs to hear of it after this; null: as long as a page is valid
public record Matter(
        String subject,
        String occasion,
        String evidence,
        List<Detail> details,
        @Nullable Instant until) {

    /// One line of a table, such as `Risk` and `MEDIUM`.
    public record Detail(String name, String text) {}

    /// A matter that wants an answer, while nobody is to be disturbed.
    ///
    /// @param requester who asked for it and needs not be asked; empty for a rule
    public record Question(Matter matter, String requester) {
        /// About the room that it takes, in characters.
        static final int WEIGHT = 4_000;
    }

    public Matter {
        details = List.copyOf(details);
    }

    boolean is(Matter other) {
        return subject.equals(other.subject) && occasion.equals(other.occasion);
    }

    /// The same once nobody has to be told any more.
    Matter told() {
        return new Matter(subject, occasion, evidence, List.of(), until);
    }
}
