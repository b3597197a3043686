package tocsin.ingest;

import tocsin.ingest.changes.Change;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.ConfigurationChange;
import tocsin.schemas.Deployment;
import tocsin.schemas.Maintenance;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Scaling;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// From a change as it was read to what stands on the log.
final class ChangeMapping {
    private ChangeMapping() {}

    /// The change for everyone, and once more in order with what is measured: a service may fall
    /// silent because of it.
    static List<Outgoing> change(Change change, Optional<String> trace) {
        var event =
                ChangeEvent.newBuilder()
                        .setEnvelope(Mapping.envelope(change.id(), change.at(), trace))
                        .setService(change.service())
                        .setSource(change.source())
                        .setChange(change.change())
                        .setState(state(change.state()))
                        .setActor(change.actor())
                        .setSummary(change.summary())
                        .setLinks(change.links());
        var value = detail(event, change.detail()).build();
        return List.of(new Outgoing.Change(value), new Outgoing.Sample(measured(value)));
    }

    private static MetricSample measured(ChangeEvent change) {
        return MetricSample.newBuilder()
                .setEnvelope(change.getEnvelope())
                .setKind(MetricKind.CHANGE)
                .setService(change.getService())
                .setChange(change)
                .build();
    }

    private static ChangeState state(Change.State state) {
        return switch (state) {
            case STARTED -> ChangeState.STARTED;
            case FINISHED -> ChangeState.FINISHED;
            case FAILED -> ChangeState.FAILED;
            case ROLLED_BACK -> ChangeState.ROLLED_BACK;
        };
    }

    private static ChangeEvent.Builder detail(ChangeEvent.Builder event, Change.Detail detail) {
        return switch (detail) {
            case Change.Deployment(var version, var previous) ->
                    event.setKind(ChangeKind.DEPLOYMENT)
                            .setDeployment(
                                    Deployment.newBuilder()
                                            .setVersion(version)
                                            .setPreviousVersion(previous)
                                            .build());
            case Change.Configuration(var names) ->
                    event.setKind(ChangeKind.CONFIGURATION)
                            .setConfiguration(
                                    ConfigurationChange.newBuilder().setNames(names).build());
            case Change.Scaling scaling ->
                    event.setKind(ChangeKind.SCALING).setScaling(of(scaling));
            case Change.Maintenance(var from, var to) ->
                    event.setKind(ChangeKind.MAINTENANCE)
                            .setMaintenance(
                                    Maintenance.newBuilder()
                                            .setFrom(from)
                                            .setTo(to.orElse(null))
                                            .build());
            case Change.Other() -> event.setKind(ChangeKind.OTHER);
        };
    }

    private static Scaling of(Change.Scaling scaling) {
        return Scaling.newBuilder()
                .setResource(scaling.resource())
                .setFrom(boxed(scaling.from()).orElse(null))
                .setTo(boxed(scaling.to()).orElse(null))
                .build();
    }

    private static Optional<Double> boxed(OptionalDouble amount) {
        return amount.isPresent() ? Optional.of(amount.getAsDouble()) : Optional.empty();
    }
}
