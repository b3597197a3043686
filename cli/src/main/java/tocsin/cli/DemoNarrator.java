package tocsin.cli;

import tocsin.runtime.LogView;
import tocsin.runtime.Platform;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Budget;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;

import java.util.List;
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
                                        Topics.DELIVERIES,
                                        read ->
                                                DemoEvents.of(read.value())
                                                        .ifPresent(timeline::say))));
    }

    private void signal(SignalPoint point) {
        if (point.getKind() == SignalKind.SLO) {
            timeline.say(DemoEvents.of(point));
        }
    }

    /// The budget as it stood when the breach cleared.
    CompletableFuture<Budget> budget() {
        return budget;
    }

    /// Completed with the incident's id once it is resolved.
    CompletableFuture<String> resolved() {
        return resolved;
    }

    private void breach(Breach breach) {
        timeline.say(DemoEvents.of(breach));
        if (breach.getKind() == BreachKind.CLEARED) {
            budget.complete(breach.getBudget());
        }
    }

    private void incident(IncidentEvent event) {
        DemoEvents.of(event).ifPresent(timeline::say);
        if (event.getKind() == IncidentEventKind.RESOLVED) {
            resolved.complete(event.getIncident());
        }
    }

    @Override
    public void close() {
        view.close();
    }
}
