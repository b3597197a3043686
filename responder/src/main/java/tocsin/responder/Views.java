package tocsin.responder;

import tocsin.responder.api.DeliveryModel;
import tocsin.responder.api.EventRoutes;
import tocsin.responder.api.IncidentModel;
import tocsin.responder.api.RemediationModel;
import tocsin.runtime.LogView;
import tocsin.runtime.Platform;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the operators' API reads of the log.
final class Views {
    private static final Duration BUDGETS_FROM = Duration.ofHours(24);
    private static final Duration DELIVERIES_FROM = Duration.ofDays(30);

    private final Platform platform;

    Views(Platform platform) {
        this.platform = platform;
    }

    LogView incidents(IncidentModel model, RemediationModel remediations, EventRoutes events) {
        return new LogView(
                "responder-incidents",
                platform,
                List.of(
                        new LogView.Source<>(
                                Topics.INCIDENT_EVENTS,
                                read ->
                                        Facts.recorded(read.value())
                                                .ifPresent(fact -> {
                                                    model.read(fact);
                                                    events.tell(fact);
                                                })),
                        new LogView.Source<>(
                                Topics.REMEDIATIONS, read -> remediations.read(read.value()))));
    }

    /// Deliveries are kept for a year; who was told of what a month ago is on the log.
    LogView deliveries(DeliveryModel deliveries) {
        return new LogView(
                "responder-deliveries",
                platform,
                List.of(
                        new LogView.Source<>(
                                Topics.DELIVERIES, read -> deliveries.read(read.value()))),
                Instant.now().minus(DELIVERIES_FROM));
    }

    /// A budget is told each minute; a day is read to know which freezes have not thawed yet.
    LogView signals(Signals signals) {
        return new LogView(
                "responder-budgets",
                platform,
                List.of(new LogView.Source<>(Topics.SIGNALS, read -> signals.read(read.value()))),
                Instant.now().minus(BUDGETS_FROM));
    }
}
