package tocsin.ingest;

import io.javalin.http.Context;

import tocsin.ingest.input.Problem;
import tocsin.ingest.samples.Sample;
import tocsin.ingest.samples.SampleReader;
import tocsin.ingest.samples.SamplesResult;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// `POST /v1/samples`: Tocsin's own protocol. All or nothing.
final class SamplesReceiver implements Receiver {
    private final Publisher publisher;
    private final InstantSource clock;
    private final IngestMeters meters;

    SamplesReceiver(Publisher publisher, InstantSource clock, IngestMeters meters) {
        this.publisher = publisher;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public String name() {
        return "samples";
    }

    @Override
    public void receive(Context context) throws PublishException {
        var notJson = Requests.notJson(context);
        if (notJson.isPresent()) {
            meters.rejected(name(), "content_type", 1);
            refuse(context, 415, notJson.get());
            return;
        }
        switch (StrictJson.parse(context.bodyAsBytes())) {
            case StrictJson.Parsed.Unreadable(var reason) -> {
                meters.rejected(name(), "malformed", 1);
                refuse(context, 400, reason);
            }
            case StrictJson.Parsed.Tree(var root) ->
                    answer(context, SampleReader.read(root, clock.instant()));
        }
    }

    private void answer(Context context, SamplesResult result) throws PublishException {
        switch (result) {
            case SamplesResult.Accepted(var samples) -> accept(context, samples);
            case SamplesResult.Refused(int entries, var problems) -> {
                meters.rejected(name(), "invalid", entries);
                answer(context, 400, "nothing was written: " + count(problems), problems);
            }
            case SamplesResult.TooMany(int entries, int limit) -> {
                meters.rejected(name(), "too_many", entries);
                refuse(context, 413, "%d samples, at most %d".formatted(entries, limit));
            }
        }
    }

    private void accept(Context context, List<Sample> samples) throws PublishException {
        var trace = Requests.trace(context);
        publisher.publish(samples.stream().map(sample -> Mapping.sample(sample, trace)).toList());
        context.status(202)
                .contentType("application/json")
                .result(StrictJson.write(Map.of("accepted", samples.size())));
    }

    private static String count(List<Problem> problems) {
        return problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    }

    @Override
    public void refuse(Context context, int status, String message) {
        answer(context, status, message, List.of());
    }

    private static void answer(Context context, int status, String error, List<Problem> problems) {
        context.status(status)
                .contentType("application/json")
                .result(StrictJson.write(Map.of("error", error, "problems", problems)));
    }
}
