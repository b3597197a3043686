package tocsin.cli;

import tocsin.runtime.LogView;
import tocsin.runtime.Platform;
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
import tocsin.schemas.Topics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// Reads the topics of a running installation and tells what they say in the words of a timeline.
final class DemoNarrator implements AutoCloseable {
    private final Timeline timeline;
    private final LogView view;
    private final CompletableFuture<Budget> budget = new CompletableFuture<>();
    private final CompletableFuture<String> resolved = new CompletableFuture<>();

    DemoNarrator(Timeline timeline, Platform platform) {
        this.timeline = timeline;
        view =
                new LogView(
                        "demo-narrator",
                        platform,
                        List.of(
                                new LogView.Source<>(Topics.SIGNALS, read -> signal(read.value())),
                                new LogView.Source<>(Topics.BREACHES, read -> breach(read.value())),
                                new LogView.Source<>(
                                        Topics.INCIDENT_EVENTS, read -> incident(read.value())),
                                new LogView.Source<>(
                                        Topics.DELIVERIES, read -> delivery(read.value()))));
    }

    /// The budget as it stood when the breach cleared.
    CompletableFuture<Budget> budget() {
        return budget;
    }

    /// Completed with the incident's id once it is resolved.
    CompletableFuture<String> resolved() {
        return resolved;
    }

    private void signal(SignalPoint point) {
        var burns =
                point.getFacets().stream()
                        .filter(facet -> facet.getFactorMilli() > 0)
                        .map(DemoNarrator::burn)
                        .toList();
        timeline.say("burn", String.join("; ", burns));
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

    private void breach(Breach breach) {
        var firing =
                breach.getFacets().stream().filter(Facet::getFiring).map(Facet::getName).toList();
        timeline.say(
                "breach",
                breach.getKind() == BreachKind.CLEARED
                        ? "CLEARED. " + breach.getText()
                        : breach.getKind() + " " + firing + ". " + breach.getText());
        if (breach.getKind() == BreachKind.CLEARED) {
            budget.complete(breach.getBudget());
        }
    }

    private void incident(IncidentEvent event) {
        switch (event.getKind()) {
            case OPENED ->
                    timeline.say(
                            "incident",
                            "%s opened as %s: %s. %s"
                                    .formatted(
                                            event.getIncident(),
                                            severity(event.getOpened().getSeverity()),
                                            event.getOpened().getReason(),
                                            event.getOpened().getTitle()));
            case SEVERITY_RAISED ->
                    timeline.say(
                            "incident",
                            "raised from %s to %s: %s"
                                    .formatted(
                                            severity(event.getSeverityRaised().getFrom()),
                                            severity(event.getSeverityRaised().getTo()),
                                            event.getSeverityRaised().getReason()));
            case PAGED ->
                    timeline.say(
                            "page",
                            "%s to %s over %s"
                                    .formatted(
                                            event.getPaged().getKind(),
                                            event.getPaged().getTarget(),
                                            event.getPaged().getChannels()));
            case ACKNOWLEDGED ->
                    timeline.say(
                            "incident", "acknowledged by " + event.getAcknowledged().getActor());
            case RESOLVED ->
                    timeline.say("incident", "resolved: " + event.getResolved().getReason());
            case CAUSE_CHANGED, DELIVERY_CHANGED, ACTION_REFUSED, UNKNOWN -> {}
        }
        if (event.getKind() == IncidentEventKind.RESOLVED) {
            resolved.complete(event.getIncident());
        }
    }

    private void delivery(DeliveryEvent event) {
        if (event.getKind() == DeliveryKind.ACCEPTED || event.getKind() == DeliveryKind.RETRY) {
            timeline.say(
                    "delivery",
                    "%s by channel %s (attempt %d)"
                            .formatted(
                                    event.getKind() == DeliveryKind.ACCEPTED
                                            ? "accepted"
                                            : "not taken yet",
                                    event.getChannel(),
                                    event.getAttempt()));
        }
    }

    static String severity(String code) {
        return code.replace("SEV", "SEV-");
    }

    private static String length(long millis) {
        return DurationText.of(Duration.ofMillis(millis));
    }

    @Override
    public void close() {
        view.close();
    }
}
