package tocsin.notifier;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Step;
import tocsin.schemas.Cause;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.Topics;
import tocsin.schemas.identity.TraceContext;

import java.time.Instant;
import java.util.Optional;

/// Between the records of the rules and the values on the log.
public final class Mapping {
    private static final int DETAILS_MAX = 20;

    private Mapping() {}

    /// What a record of `escalations` asks for; nothing when it is of a kind this build does not
    /// know.
    ///
    /// @throws IllegalArgumentException when the command makes no sense, with the reason
    public static Optional<Command> command(
            EscalationCommand value, int partition, long offset, Instant recordedAt) {
        var trace =
                Optional.ofNullable(value.getEnvelope().getTrace())
                        .flatMap(TraceContext::of)
                        .orElse("");
        var source = new Command.Source(partition, offset, recordedAt, trace);
        return switch (value.getKind()) {
            case UNKNOWN -> Optional.empty();
            case WITHDRAW -> Optional.of(new Command.Withdraw(value.getPage(), source));
            case PAGE -> Optional.of(notify(value, source, Command.Kind.PAGE));
            case APPROVAL_WANTED ->
                    Optional.of(notify(value, source, Command.Kind.APPROVAL_WANTED));
            case REMEDIATION_FAILED ->
                    Optional.of(notify(value, source, Command.Kind.REMEDIATION_FAILED));
            case BUDGET -> Optional.of(notify(value, source, Command.Kind.BUDGET));
            case CHANGED -> Optional.of(notify(value, source, Command.Kind.CHANGED));
            case NOTICE -> Optional.of(notify(value, source, Command.Kind.NOTICE));
            case ACKNOWLEDGED -> Optional.of(notify(value, source, Command.Kind.ACKNOWLEDGED));
            case UPDATE_DUE -> Optional.of(notify(value, source, Command.Kind.UPDATE_DUE));
            case RESOLVED -> Optional.of(notify(value, source, Command.Kind.RESOLVED));
        };
    }

    /// The value that puts a step of `command`'s page on the log.
    public static DeliveryEvent event(Step step, Command.Notify command) {
        var event =
                DeliveryEvent.newBuilder()
                        .setService(command.service())
                        .setIncident(command.incident())
                        .setPage(step.page())
                        .setTarget(command.target());
        if (step instanceof Step.Attempt attempt) {
            event.setAttempt(attempt.attempt()).setChannel(attempt.channel());
        }
        switch (step) {
            case Step.Accepted accepted -> event.setReceipt(accepted.receipt());
            case Step.Retry retry -> event.setUntil(retry.until()).setReason(retry.reason());
            case Step.Refused refused -> event.setReason(refused.reason());
            case Step.OutcomeUnknown unknown -> event.setReason(unknown.reason());
            case Step.Undeliverable undeliverable -> event.setReason(undeliverable.reason());
            case Step.Withdrawn withdrawn -> event.setReason(withdrawn.reason());
            case Step.Queued _, Step.Started _ -> {}
        }
        var kind = kind(step);
        return event.setKind(kind)
                .setEnvelope(envelope(step, event.getAttempt(), kind, command.source()))
                .build();
    }

    static DeliveryKind kind(Step step) {
        return switch (step) {
            case Step.Queued _ -> DeliveryKind.QUEUED;
            case Step.Started _ -> DeliveryKind.STARTED;
            case Step.Accepted _ -> DeliveryKind.ACCEPTED;
            case Step.Retry _ -> DeliveryKind.RETRY;
            case Step.Refused _ -> DeliveryKind.REFUSED;
            case Step.OutcomeUnknown _ -> DeliveryKind.OUTCOME_UNKNOWN;
            case Step.Undeliverable _ -> DeliveryKind.UNDELIVERABLE;
            case Step.Withdrawn _ -> DeliveryKind.WITHDRAWN;
        };
    }

    /// The step that a value of `deliveries` holds; nothing when it is of a kind this build does
    /// not know.
    public static Optional<Step> step(DeliveryEvent event) {
        var page = event.getPage();
        var at = event.getEnvelope().getAt();
        int attempt = event.getAttempt();
        var channel = event.getChannel();
        var reason = event.getReason();
        return switch (event.getKind()) {
            case UNKNOWN -> Optional.empty();
            case QUEUED -> Optional.of(new Step.Queued(page, at));
            case STARTED -> Optional.of(new Step.Started(page, at, attempt, channel));
            case ACCEPTED ->
                    Optional.of(new Step.Accepted(page, at, attempt, channel, event.getReceipt()));
            case RETRY -> {
                var until = Optional.ofNullable(event.getUntil()).orElse(at);
                yield Optional.of(new Step.Retry(page, at, attempt, channel, until, reason));
            }
            case REFUSED -> Optional.of(new Step.Refused(page, at, attempt, channel, reason));
            case OUTCOME_UNKNOWN ->
                    Optional.of(new Step.OutcomeUnknown(page, at, attempt, channel, reason));
            case UNDELIVERABLE -> Optional.of(new Step.Undeliverable(page, at, reason));
            case WITHDRAWN -> Optional.of(new Step.Withdrawn(page, at, reason));
        };
    }

    private static Command.Notify notify(
            EscalationCommand value, Command.Source source, Command.Kind kind) {
        var message = value.getMessage();
        if (message == null) {
            throw new IllegalArgumentException("a " + kind + " without a message");
        }
        return new Command.Notify(
                value.getPage(),
                source,
                kind,
                value.getService(),
                value.getIncident(),
                value.getTarget(),
                value.getChannels(),
                value.getValidUntil(),
                new Message(
                        message.getSeverity(),
                        message.getTitle(),
                        message.getImpact(),
                        message.getEvidence(),
                        message.getStatus(),
                        message.getReason(),
                        message.getOpenedAt(),
                        message.getLinks(),
                        message.getRevision(),
                        message.getDetails().stream()
                                .limit(DETAILS_MAX)
                                .map(one -> new Message.Detail(one.getName(), one.getText()))
                                .toList(),
                        value.getDrill()),
                value.getQuiet());
    }

    private static Envelope envelope(
            Step step, int attempt, DeliveryKind kind, Command.Source source) {
        return Envelope.newBuilder()
                .setId(step.page() + "/" + attempt + "/" + kind)
                .setAt(step.at())
                .setTrace(source.trace().isEmpty() ? null : source.trace())
                .setCause(
                        Cause.newBuilder()
                                .setTopic(Topics.ESCALATIONS.name())
                                .setPartition(source.partition())
                                .setOffset(source.offset())
                                .build())
                .build();
    }
}
