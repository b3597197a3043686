package tocsin.ingest;

import io.javalin.http.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.ingest.prometheus.SeriesIndex;
import tocsin.ingest.prometheus.SliSelectors;
import tocsin.ingest.prometheus.WriteReader;
import tocsin.ingest.prometheus.WriteResult;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// `POST /api/v1/write`: Prometheus remote write 1.0. Series that a selector of an SLO or a rule
/// names become samples of its indicator; all others are answered like them, and counted.
final class RemoteWriteReceiver implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriteReceiver.class);
    private static final String VERSION_1 = "application/x-protobuf;proto=prometheus.writerequest";

    private final Publisher publisher;
    private final Definitions definitions;
    private final InstantSource clock;
    private final IngestMeters meters;
    private volatile SeriesIndex index;

    RemoteWriteReceiver(
            Publisher publisher,
            Definitions definitions,
            InstantSource clock,
            IngestMeters meters) {
        this.publisher = publisher;
        this.definitions = definitions;
        this.clock = clock;
        this.meters = meters;
        index = read(definitions.at(clock.instant()));
    }

    @Override
    public String name() {
        return "remote_write";
    }

    @Override
    public void receive(Context context) throws PublishException {
        var unsupported = unsupported(context);
        if (unsupported.isPresent()) {
            meters.rejected(name(), "content_type", 1);
            refuse(context, 415, unsupported.get());
            return;
        }
        switch (WriteRequestDecoder.decode(context.bodyAsBytes())) {
            case WriteRequest.Malformed(var reason) -> {
                meters.rejected(name(), "malformed", 1);
                refuse(context, 400, reason);
            }
            case WriteRequest.TooLarge(var reason) -> {
                meters.rejected(name(), "too_large", 1);
                refuse(context, 413, reason);
            }
            case WriteRequest.Decoded request -> take(context, request);
        }
    }

    private static Optional<String> unsupported(Context context) {
        var type = Requests.contentType(context);
        if (!Requests.mediaType(context).equals("application/x-protobuf")
                || (type.contains("proto=") && !type.equals(VERSION_1))) {
            return Optional.of(
                    "the content type has to be application/x-protobuf (remote write 1.0)");
        }
        return Requests.encoding(context).equals("snappy")
                ? Optional.empty()
                : Optional.of("the content encoding has to be snappy");
    }

    private void take(Context context, WriteRequest.Decoded request) throws PublishException {
        var now = clock.instant();
        var result = WriteReader.read(request.series(), indexAt(now), now);
        count(request, result);
        var trace = Requests.trace(context);
        publisher.publish(
                result.readings().stream()
                        .map(reading -> Mapping.reading(reading, trace))
                        .toList());
        if (result.problems().isEmpty()) {
            context.status(204);
        } else {
            refuse(context, 400, "all else was written; " + String.join("; ", result.problems()));
        }
    }

    private void count(WriteRequest.Decoded request, WriteResult result) {
        meters.unmatched(result.unmatched());
        result.rejected()
                .forEach((reason, entries) ->
                        meters.rejected(name(), reason.name().toLowerCase(Locale.ROOT), entries));
        meters.ignored("metadata", request.metadata());
        meters.ignored("exemplars", request.exemplars());
        meters.ignored("histograms", request.histograms());
    }

    private SeriesIndex indexAt(Instant now) {
        var set = definitions.at(now);
        if (index.version() != set.version()) {
            synchronized (this) {
                if (index.version() != set.version()) {
                    index = read(set);
                }
            }
        }
        return index;
    }

    private SeriesIndex read(DefinitionSet set) {
        var selectors = SliSelectors.of(set);
        for (var unusable : selectors.unusable()) {
            LOG.warn(
                    "{} of set {} gets nothing from Prometheus: {}",
                    unusable.document(),
                    set.version(),
                    unusable.reason());
        }
        meters.unusableSelectors(selectors.unusable().size());
        return new SeriesIndex(selectors);
    }

    /// One line of text: Prometheus logs it.
    @Override
    public void refuse(Context context, int status, String message) {
        context.status(status).contentType("text/plain; charset=utf-8").result(message + "\n");
    }
}
