package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.cli.Timeline.Event;
import tocsin.cli.Timeline.Style;
import tocsin.cli.Timeline.Tone;
import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;
import tocsin.runtime.Platform;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `tocsin demo`: an outage from the first failed request to the resolved incident, on real parts.
@Command(
        name = "demo",
        description =
                "Plays an outage of a synthetic service through the whole pipeline, then ends.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);
    private static final Duration PICK_UP = Duration.ofSeconds(5);
    private static final String SECRET = "the demo's phone and notifier share this";

    @Option(
            names = "--calm",
            paramLabel = "SECONDS",
            description = "Calm before the outage. Default: ${DEFAULT-VALUE}")
    private int calm = 20;

    @Option(
            names = "--outage",
            paramLabel = "SECONDS",
            description = "Length of the outage. Default: ${DEFAULT-VALUE}")
    private int outage = 90;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps everything in this folder. Default: a temporary one")
    private Path data = Path.of("");

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Uses the usual ports moved by N. Default: any free ports")
    private int portOffset = Integer.MIN_VALUE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text, or json: one object a line. Default: ${DEFAULT-VALUE}")
    private OutputFormat output = OutputFormat.text;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final CompletableFuture<JsonNode> page = new CompletableFuture<>();
    private final CompletableFuture<JsonNode> allClear = new CompletableFuture<>();
    private volatile Duration rang = Duration.ZERO;

    @Override
    public Integer call() throws Exception {
        var temporary = data.toString().isEmpty();
        var folder = temporary ? Files.createTempDirectory("tocsin-demo") : data;
        try {
            return play(folder, spec.commandLine().getOut());
        } finally {
            if (temporary) {
                delete(folder);
            }
        }
    }

    private int play(Path folder, PrintWriter out) throws Exception {
        var begun = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        boolean json = output == OutputFormat.json;
        boolean paint = !json && StatusLine.canPaint(System.getenv());
        try (var line = new StatusLine(out, paint).ticking()) {
            var style = json ? Style.JSON : paint ? Style.COLOUR : Style.LINES;
            return play(folder, line, new Timeline(line, style, begun));
        }
    }

    private int play(Path folder, StatusLine line, Timeline timeline) throws Exception {
        timeline.show(
                "A synthetic service, %s: %d s of calm, then %d s in which every request fails.%n"
                                .formatted(SyntheticService.NAME, calm, outage)
                        + "Times are minutes:seconds since you pressed enter.\n");
        Files.createDirectories(folder);
        try (var phone =
                        PhoneReceiver.start(
                                folder.resolve("phone.ndjson"),
                                SECRET,
                                message -> ring(timeline, message));
                var installation =
                        Installation.start(plan(folder, phone, line, timeline), () -> {});
                var platform = new Platform(installation.kafka());
                var narrator = new DemoNarrator(timeline, platform);
                var ingest = new ApiClient(installation.ingestUrl());
                var api = new ApiClient(installation.apiUrl())) {
            timeline.say("start", "ready");
            var _ = page.thenAccept(message -> acknowledge(api, message, timeline));
            var service = new SyntheticService(ingest, timeline, Instant.now());
            line.expect("calm; the outage begins", Instant.now().plusSeconds(calm));
            service.run(Duration.ofSeconds(calm), false, () -> true);
            timeline.say(service(Tone.ALARM, "the outage begins: every request fails from now on"));
            line.expect("every request fails; that ends", Instant.now().plusSeconds(outage));
            var outageBegan = timeline.elapsed();
            service.run(Duration.ofSeconds(outage), true, () -> true);
            timeline.say(service(Tone.GOOD, "the outage is over"));
            line.doing("waiting until the objective is met again, about a minute");
            var recovered = Instant.now();
            service.run(RECOVERY_LIMIT, false, () -> !allClear.isDone());
            line.doing("deciding everything once more from the log");
            return finish(installation, narrator, timeline, outageBegan, recovered);
        }
    }

    private static Event service(Tone tone, String text) {
        var state = tone == Tone.ALARM ? "FAILING" : "WELL";
        return new Event(
                "service", tone, text, Map.of("service", SyntheticService.NAME, "state", state));
    }

    private static void acknowledge(ApiClient api, JsonNode message, Timeline timeline) {
        CompletableFuture.delayedExecutor(PICK_UP.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> {
                    timeline.say("on-call", "picks up and acknowledges");
                    api.post(
                            "/v1/incidents/" + message.path("incident").asString() + "/acknowledge",
                            Map.of("actor", "on-call", "note", "looking into it"));
                });
    }

    private int finish(
            Installation installation,
            DemoNarrator narrator,
            Timeline timeline,
            Duration outageBegan,
            Instant recovered)
            throws InterruptedException, ExecutionException {
        try {
            var budget = narrator.budget().get(10, TimeUnit.SECONDS);
            var incident = narrator.resolved().get(10, TimeUnit.SECONDS);
            timeline.say(DemoEvents.of(budget));
            var paged = rang.minus(outageBegan);
            long resolved = Duration.between(recovered, Instant.now()).toSeconds();
            timeline.say(
                    new Event(
                            "summary",
                            Tone.GOOD,
                            String.format(
                                    Locale.ROOT,
                                    "first page %.1f s after the outage began (%.1f s after you"
                                            + " pressed enter); %s resolved %d s after recovery",
                                    seconds(paged),
                                    seconds(rang),
                                    incident,
                                    resolved),
                            Map.of(
                                    "incident", incident,
                                    "firstPageMillis", paged.toMillis(),
                                    "resolvedSeconds", resolved)));
        } catch (TimeoutException e) {
            timeline.say("summary", "the incident did not resolve in time");
            return 1;
        }
        var report = LogVerification.of(installation.kafka());
        timeline.say(
                new Event(
                        "verify",
                        report.same() ? Tone.GOOD : Tone.ALARM,
                        LogVerification.summary(report),
                        Map.of("same", report.same())));
        return report.same() ? 0 : 1;
    }

    private Installation.Plan plan(
            Path folder, PhoneReceiver phone, StatusLine line, Timeline timeline)
            throws IOException {
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                config.resolve("demo.yaml"), definitions().replace("PHONE_URL", phone.url()));
        return new Installation.Plan(
                folder,
                portOffset == Integer.MIN_VALUE
                        ? Installation.PortPlan.free()
                        : Installation.PortPlan.standard(portOffset),
                ConfigDirectory.read(config),
                Duration.ofSeconds(10),
                new NotifierConfig(
                        Map.of("phone", new Secret(SECRET)),
                        output == OutputFormat.json ? System.err : System.out),
                step -> {
                    timeline.say("start", step);
                    line.doing(step);
                });
    }

    private static String definitions() throws IOException {
        try (var in = DemoCommand.class.getResourceAsStream("demo.yaml")) {
            if (in == null) {
                throw new IllegalStateException("demo.yaml is missing from the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void ring(Timeline timeline, JsonNode message) {
        if (!page.isDone()) {
            rang = timeline.elapsed();
        }
        var type = message.path("type").asString();
        boolean rings = type.equals("page");
        timeline.say(
                new Event(
                        "phone",
                        rings ? Tone.ALARM : Tone.GOOD,
                        rings ? "RING" : "buzz",
                        Map.of("message", message)));
        timeline.show(PhoneScreen.of(message));
        if (rings) {
            page.complete(message);
        } else if (type.equals("resolved")) {
            allClear.complete(message);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
