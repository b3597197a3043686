package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;

import java.time.Instant;

/// Something that happened to an incident. In order, these facts are its whole history; its state
/// is what they add up to.
public sealed interface Fact {
    String incident();

    /// Event time of what led to it.
    Instant at();

    /// A new incident.
    ///
    /// @param decidedAt when the rules opened it
    /// @param key the dedup key of the alerts that it gathers; empty: all that have none
    record Opened(
            String incident,
            Instant at,
            Instant decidedAt,
            Stream stream,
            Severity severity,
            String reason,
            String title,
            String key)
            implements Fact {}

    /// A cause joined, changed or ended; `cause` is how it stands after that.
    record CauseChanged(String incident, Instant at, Cause cause) implements Fact {}

    /// The incident became more severe.
    record SeverityRaised(String incident, Instant at, Severity from, Severity to, String reason)
            implements Fact {}

    /// The incident became less severe.
    record SeverityLowered(String incident, Instant at, Severity from, Severity to, String reason)
            implements Fact {}

    /// What is waited for from now on beside pages and causes.
    record DeadlinesSet(String incident, Instant at, Deadlines deadlines) implements Fact {}

    /// Nobody acknowledged within the time that the severity allows.
    record ResponseMissed(String incident, Instant at, Severity severity, Instant dueAt)
            implements Fact {}

    /// It needs somebody again: an acknowledgement lapsed, a snooze is over, help is asked for, or
    /// it fires again after it was resolved.
    record Reopened(String incident, Instant at, String reason) implements Fact {}

    /// Nobody is paged although it fires.
    ///
    /// @param decidedAt since when
    /// @param by the silence, or the incident that it is attached to
    /// @param until of WAITING
    record Suppressed(
            String incident,
            Instant at,
            Instant decidedAt,
            Incident.Hold kind,
            String by,
            @Nullable Instant until,
            String reason)
            implements Fact {}

    /// What held its pages back does so no more, and it still fires.
    record Released(String incident, Instant at, String reason) implements Fact {}

    /// More alerts were read than are kept as causes.
    ///
    /// @param decidedAt when they were counted
    /// @param alerts how many since that was said last
    record Folded(String incident, Instant at, Instant decidedAt, long alerts) implements Fact {}

    /// A target is to be told; `page` is still pending.
    record Paged(String incident, Instant at, Page page, String reason) implements Fact {}

    /// Somebody has to answer something, and pages are held back: it is asked once they are not.
    record QuestionHeld(String incident, Instant at, Matter.Question question) implements Fact {}

    /// What was to be asked later needs no answer any more.
    ///
    /// @param subject of the matter
    record QuestionDropped(String incident, Instant at, String subject, String reason)
            implements Fact {}

    /// What came of a page.
    record DeliveryChanged(
            String incident,
            Instant at,
            String page,
            Page.State state,
            String channel,
            String reason)
            implements Fact {}

    /// A person took it on: nobody else is paged.
    ///
    /// @param action id of the action that this answers
    record Acknowledged(String incident, Instant at, String action, String actor, String note)
            implements Fact {}

    /// A person did something else about it.
    ///
    /// @param action id of the action that this answers
    /// @param severity of SET_SEVERITY
    /// @param until of SNOOZE
    record ActionTaken(
            String incident,
            Instant at,
            String action,
            String actor,
            Act act,
            String note,
            @Nullable Severity severity,
            @Nullable Instant until)
            implements Fact {}

    /// A person asked for what cannot be.
    ///
    /// @param incident as the action named it; there may be none
    record ActionRefused(String incident, Instant at, String action, String actor, String reason)
            implements Fact {}

    /// It is over: nothing fires any more, or a person says so.
    ///
    /// @param decidedAt when the rules resolved it
    record Resolved(String incident, Instant at, Instant decidedAt, String reason)
            implements Fact {}
}
