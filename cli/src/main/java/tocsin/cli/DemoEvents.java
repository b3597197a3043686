package tocsin.cli;

import tocsin.cli.Timeline.Event;
import tocsin.cli.Timeline.Tone;
import tocsin.runtime.definitions.DurationText;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Budget;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.Facet;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.SignalPoint;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the demo says of the facts on the log, in words for people and fields for programs.
final class DemoEvents {
    private DemoEvents() {}

    static Event of(SignalPoint point) {
        var burns =
                point.getFacets().stream()
                        .filter(facet -> facet.getFactorMilli() > 0)
                        .map(DemoEvents::burn)
                        .collect(Collectors.joining("; "));
        return new Event("burn", Tone.CALM, burns, Map.of("service", point.getService()));
    }

    private static String burn(Facet facet) {
        var sustained = facet.getWindows().getFirst();
        var recent = facet.getWindows().getLast();
        double threshold = facet.getFactorMilli() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%.1f over %s and %.1f over %s, threshold %.1f%s",
                sustained.getBurn(),
                length(sustained.getLengthMillis()),
                recent.getBurn(),
                length(recent.getLengthMillis()),
                threshold,
                facet.getFiring() ? ": fires" : "");
    }

    static Event of(Breach breach) {
        List<String> firing =
                breach.getFacets().stream().filter(Facet::getFiring).map(Facet::getName).toList();
        boolean cleared = breach.getKind() == BreachKind.CLEARED;
        return new Event(
                "breach",
                cleared ? Tone.GOOD : Tone.ALARM,
                breach.getKind() + (cleared ? "" : " " + firing) + ". " + breach.getText(),
                Map.of(
                        "breach", breach.getBreach(),
                        "state", breach.getKind().name(),
                        "service", breach.getService(),
                        "slo", breach.getSlo(),
                        "facets", firing));
    }

    static Event of(Budget budget) {
        return new Event(
                "budget",
                Tone.CALM,
                String.format(
                        Locale.ROOT,
                        "%.1f %% of the 30-day error budget is spent, at the traffic seen so far"
                                + " (history covers %.4f %% of the period)",
                        budget.getConsumed() * 100,
                        budget.getCoverage() * 100),
                Map.of("consumed", budget.getConsumed(), "coverage", budget.getCoverage()));
    }

    /// Empty for what is not worth a line.
    static Optional<Event> of(IncidentEvent event) {
        return switch (event.getKind()) {
            case OPENED -> {
                var opened = event.getOpened();
                yield incident(
                        event,
                        Tone.of(opened.getSeverity()),
                        "%s opened as %s: %s. %s"
                                .formatted(
                                        event.getIncident(),
                                        severity(opened.getSeverity()),
                                        opened.getReason(),
                                        opened.getTitle()),
                        Map.of("severity", opened.getSeverity()));
            }
            case SEVERITY_RAISED -> {
                var raised = event.getSeverityRaised();
                yield incident(
                        event,
                        Tone.of(raised.getTo()),
                        "raised from %s to %s: %s"
                                .formatted(
                                        severity(raised.getFrom()),
                                        severity(raised.getTo()),
                                        raised.getReason()),
                        Map.of("severity", raised.getTo()));
            }
            case PAGED -> {
                var paged = event.getPaged();
                yield incident(
                        event,
                        Tone.CALM,
                        "%s to %s over %s"
                                .formatted(paged.getKind(), paged.getTarget(), paged.getChannels()),
                        Map.of(
                                "page", paged.getKind().toString(),
                                "target", paged.getTarget(),
                                "channels", paged.getChannels()));
            }
            case ACKNOWLEDGED -> {
                var actor = event.getAcknowledged().getActor();
                yield incident(
                        event, Tone.GOOD, "acknowledged by " + actor, Map.of("actor", actor));
            }
            case RESOLVED ->
                    incident(
                            event,
                            Tone.GOOD,
                            "resolved: " + event.getResolved().getReason(),
                            Map.of());
            case CAUSE_CHANGED,
                    DELIVERY_CHANGED,
                    ACTION_REFUSED,
                    SEVERITY_LOWERED,
                    DEADLINES_SET,
                    RESPONSE_MISSED,
                    REOPENED,
                    ACTION_TAKEN,
                    SUPPRESSED,
                    RELEASED,
                    FOLDED,
                    QUESTION_HELD,
                    QUESTION_DROPPED,
                    UNKNOWN ->
                    Optional.empty();
        };
    }

    private static Optional<Event> incident(
            IncidentEvent event, Tone tone, String text, Map<String, ?> more) {
        var fields = new HashMap<String, Object>(more);
        fields.put("incident", event.getIncident());
        fields.put("state", event.getKind().name());
        var kind = event.getKind() == IncidentEventKind.PAGED ? "page" : "incident";
        return Optional.of(new Event(kind, tone, text, fields));
    }

    /// Empty for what is not worth a line.
    static Optional<Event> of(DeliveryEvent event) {
        boolean accepted = event.getKind() == DeliveryKind.ACCEPTED;
        if (!accepted && event.getKind() != DeliveryKind.RETRY) {
            return Optional.empty();
        }
        return Optional.of(
                new Event(
                        "delivery",
                        accepted ? Tone.CALM : Tone.WARNING,
                        "%s by channel %s (attempt %d)"
                                .formatted(
                                        accepted ? "accepted" : "not taken yet",
                                        event.getChannel(),
                                        event.getAttempt()),
                        Map.of(
                                "incident", event.getIncident(),
                                "state", event.getKind().name(),
                                "channel", event.getChannel(),
                                "attempt", event.getAttempt())));
    }

    private static String severity(String code) {
        return code.replace("SEV", "SEV-");
    }

    private static String length(long millis) {
        return DurationText.of(Duration.ofMillis(millis));
    }
}
