package tocsin.responder.callback;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.api.Acting;
import tocsin.responder.api.ActionLog;
import tocsin.responder.policy.Rulebook;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// `POST /callbacks/{system}`: what people do in other systems becomes actions on the log, in the
/// name of the person whom the definitions know by that system's id. Nothing else is served.
public final class Callbacks {
    /// Larger requests are answered 413.
    public static final int BODY_MAX = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    /// An answer: a status, and a word for people.
    private record Answer(int status, String text) {}

    private final List<CallbackSource> sources;
    private final Acting acting;
    private final Definitions definitions;
    private final InstantSource clock;
    private final MeterRegistry meters;

    public Callbacks(
            List<CallbackSource> sources,
            Acting acting,
            Definitions definitions,
            InstantSource clock,
            MeterRegistry meters) {
        this.sources = List.copyOf(sources);
        this.acting = acting;
        this.definitions = definitions;
        this.clock = clock;
        this.meters = meters;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        for (var source : sources) {
            config.routes.post("/callbacks/" + source.name(), context -> take(context, source));
        }
    }

    private void take(Context context, CallbackSource source) {
        var answer = answer(context, source);
        Counter.builder("tocsin.callbacks")
                .description("Requests of other systems, by how they were answered")
                .tag("system", source.name())
                .tag("status", Integer.toString(answer.status))
                .register(meters)
                .increment();
        context.status(answer.status)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .contentType("text/plain; charset=utf-8")
                .result(answer.text);
    }

    private Answer answer(Context context, CallbackSource source) {
        if (context.contentLength() > BODY_MAX) {
            return new Answer(413, "the body is too large");
        }
        var body = context.bodyAsBytes();
        if (body.length > BODY_MAX) {
            return new Answer(413, "the body is too large");
        }
        var headers = new TreeMap<String, String>();
        context.headerMap()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return switch (source.read(new Received(headers, body, clock.instant()))) {
            case Reading.Refused(var status, var reason) -> new Answer(status, reason);
            case Reading.Ignored() -> new Answer(200, "");
            case Reading.Asked asked -> answer(asked);
        };
    }

    /// Of somebody whom the signature of their system vouches for.
    private Answer answer(Reading.Asked asked) {
        var roster = Rulebook.of(definitions.at(clock.instant())).roster();
        var person = roster.known(asked.system(), asked.person());
        if (person.isEmpty()) {
            LOG.warn(
                    "Nobody is known to {} as {}: not done: {} of {}",
                    asked.system(),
                    asked.person().replaceAll("[^\\w.@+-]", "?"),
                    asked.act(),
                    asked.incident().replaceAll("[^\\w.@+-]", "?"));
            return new Answer(403, "no person of the definitions has this id");
        }
        return acting.target(asked.incident())
                .map(target -> act(asked, person.get(), target))
                .orElseGet(() -> new Answer(404, "there is no such incident"));
    }

    private Answer act(Reading.Asked asked, String person, Acting.Target target) {
        var action =
                new ActionLog.Action(
                        asked.system() + "-" + asked.id(),
                        asked.act(),
                        target.service(),
                        target.incident(),
                        person,
                        asked.note(),
                        until(asked),
                        "",
                        asked.act().needsRevision()
                                ? asked.revision().orElse(target.revision())
                                : 0);
        return answer(acting.act(action));
    }

    private @Nullable Instant until(Reading.Asked asked) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return asked.lasts().map(now::plus).orElse(null);
    }

    private static Answer answer(Acting.Result result) {
        return switch (result) {
            case Acting.Result.Done _ -> new Answer(200, "");
            case Acting.Result.Refused(_, var reason) -> new Answer(409, reason);
            case Acting.Result.Pending() -> new Answer(202, "it is written, and not yet decided");
            case Acting.Result.Unwritten(var reason) -> new Answer(503, reason);
        };
    }
}
