package tocsin.detector.rule;

import tocsin.detector.slo.Problems;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.ServiceTier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads one rule. Every part is read whatever is wrong with the others.
final class RuleReader {
    private static final Duration SHORTEST_FORECAST = Duration.ofDays(4);
    private static final Duration LONGEST_FORECAST = Duration.ofDays(31);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final long MIN_CLEAR = 60_000;
    private static final Duration MIN_EPISODE = Duration.ofSeconds(60);

    private final Document document;
    private final Problems problems;
    private Optional<Measure> measure = Optional.empty();

    /// What an override says, or else the rule itself.
    private record Parts(Field override, Field spec) {
        Field get(String key) {
            return override.get(key).present() ? override.get(key) : spec.get(key);
        }
    }

    private RuleReader(Document document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    /// The rule, if all of it can be used.
    static Optional<RuleDocument> read(Document document, Problems problems) {
        return new RuleReader(document, problems).read();
    }

    private Optional<RuleDocument> read() {
        var spec = Field.of(document).get("spec");
        var variants = new ArrayList<RuleDocument.Variant>();
        if (!enabled(spec)) {
            return problems.none()
                    ? Optional.of(
                            new RuleDocument(
                                    document.name(), "", Selector.ALL, false, false, variants))
                    : Optional.empty();
        }
        var sli = problems.of(() -> spec.get("sli").text());
        measure = problems.of(() -> MeasureReader.read(spec.get("measure")));
        boolean unlessSlo = flag(spec.get("unlessSlo"), false);
        boolean goodCounted =
                measure.flatMap(read ->
                                problems.of(() ->
                                        SourceReader.goodCounted(spec.get("prometheus"), read)))
                        .orElse(false);
        var services = selector(spec);
        for (var override : list(spec.get("overrides"))) {
            var only = selector(override);
            variants.add(
                    new RuleDocument.Variant(
                            only, variant(new Parts(override, spec), enabled(override))));
        }
        variants.add(new RuleDocument.Variant(Selector.ALL, variant(new Parts(spec, spec), true)));
        return problems.none()
                ? Optional.of(
                        new RuleDocument(
                                document.name(),
                                sli.orElseThrow(),
                                services,
                                unlessSlo,
                                goodCounted,
                                variants))
                : Optional.empty();
    }

    private Optional<Rule> variant(Parts parts, boolean enabled) {
        var facet = problems.of(() -> parts.get("class").oneOf(Rule.CLASSES));
        var counted = measure.orElse(new Measure.Events());
        var guards =
                problems.of(() -> AskedGuards.read(parts.get("guards"), counted))
                        .orElse(AskedGuards.NONE);
        var conditions = new ArrayList<Condition>();
        for (var condition : problems.of(() -> parts.get("when").items()).orElse(List.of())) {
            problems.of(() -> ConditionReader.read(condition, counted, guards))
                    .ifPresent(conditions::add);
        }
        long longest = conditions.stream().mapToLong(Condition::window).max().orElse(0);
        var waits = wait(parts.get("for"), Duration.ZERO);
        var clears =
                wait(parts.get("clearFor"), Duration.ofMillis(Math.max(MIN_CLEAR, longest / 5)));
        var lasts = wait(parts.get("minEpisode"), MIN_EPISODE);
        var forecast = problems.of(() -> forecast(parts.get("forecast"), counted));
        problems.in(() -> {
            if (parts.get("when").items().isEmpty()) {
                throw parts.get("when").wrong("is empty: it would never fire");
            }
            StepReader.requireRising(parts.get("when"), conditions);
            if (counted instanceof Valued && parts.get("when").items().size() > 1) {
                throw parts.get("when")
                        .wrong("compares with what is usual; one condition is all there may be");
            }
        });
        if (!enabled || !problems.none()) {
            return Optional.empty();
        }
        return Optional.of(
                new Rule(
                        document.name(),
                        parts.spec().get("sli").text(),
                        counted,
                        facet.orElseThrow(),
                        conditions,
                        waits.toMillis(),
                        clears.toMillis(),
                        lasts.toMillis(),
                        forecast.orElseThrow().toMillis()));
    }

    private static Duration forecast(Field over, Measure measure) {
        if (!over.present()) {
            return Duration.ZERO;
        }
        var read = over.duration();
        if (!(measure instanceof Measure.Mean)) {
            throw over.wrong("is only for a measure of mean");
        }
        if (read.compareTo(SHORTEST_FORECAST) < 0 || read.compareTo(LONGEST_FORECAST) > 0) {
            throw over.wrong("must lie between 4d and 31d");
        }
        return read;
    }

    private Duration wait(Field wait, Duration absent) {
        if (!wait.present()) {
            return absent;
        }
        return problems.of(
                        () -> {
                            var duration = wait.duration();
                            if (duration.compareTo(LONGEST_WAIT) > 0) {
                                throw wait.wrong("must be a day at most");
                            }
                            return duration;
                        })
                .orElse(absent);
    }

    private Selector selector(Field part) {
        Set<String> services = new LinkedHashSet<>();
        Set<Integer> tiers = new LinkedHashSet<>();
        list(part.get("services")).forEach(one -> problems.of(one::text).ifPresent(services::add));
        list(part.get("tiers"))
                .forEach(one -> problems.of(() -> ServiceTier.read(one)).ifPresent(tiers::add));
        return new Selector(Set.copyOf(services), Set.copyOf(tiers));
    }

    private List<Field> list(Field list) {
        return list.present() ? problems.of(list::items).orElse(List.of()) : List.of();
    }

    private boolean enabled(Field part) {
        return flag(part.get("enabled"), true);
    }

    private boolean flag(Field flag, boolean absent) {
        return flag.present() ? problems.of(flag::flag).orElse(absent) : absent;
    }
}
