package tocsin.ingest.prometheus;

import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads what a threshold rule takes from Prometheus (`prometheus`): counters, a gauge or a state,
/// and the label that names the service. Whether that fits what the rule measures is the detector's
/// to judge.
final class RuleSources {
    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final double MOST = 1e15;

    private RuleSources() {}

    /// The document's selectors; none where it takes nothing.
    ///
    /// @throws UnusableDefinitionException when one cannot be used, with its place in the document
    static List<SliSelector> of(Document rule) {
        var spec = Field.of(rule).get("spec");
        var source = spec.get("prometheus");
        var selectors = new ArrayList<SliSelector>();
        if (!source.present() || (spec.get("enabled").present() && !spec.get("enabled").flag())) {
            return selectors;
        }
        var sli = SloSources.name(spec.get("sli"));
        var owner = owner(source.get("service"));
        for (var role : Role.values()) {
            add(owner, sli, new Feed.Counter(role), source.get(SloSources.field(role)), selectors);
        }
        if (source.get("gauge").present()) {
            var feed = new Feed.Gauge(interval(source.get("every")), limit(source.get("limit")));
            add(owner, sli, feed, source.get("gauge"), selectors);
        }
        add(owner, sli, new Feed.State(), source.get("state"), selectors);
        return selectors;
    }

    private static void add(
            Owner owner, String sli, Feed feed, Field query, List<SliSelector> selectors) {
        if (query.present()) {
            selectors.add(new SliSelector(owner, sli, feed, SloSources.selector(query)));
        }
    }

    private static Owner owner(Field label) {
        return label.present() ? new Owner.Labelled(List.of(label.text())) : Owner.Labelled.USUAL;
    }

    private static Duration interval(Field every) {
        if (!every.present()) {
            return USUAL_INTERVAL;
        }
        var read = every.duration();
        if (read.compareTo(SHORTEST) < 0 || read.compareTo(LONGEST) > 0) {
            throw every.wrong("must lie between 1s and 1h");
        }
        return read;
    }

    private static double limit(Field limit) {
        if (!limit.present()) {
            return 1;
        }
        double read = limit.number().doubleValue();
        if (!(read > 0 && read <= MOST)) {
            throw limit.wrong("must lie above 0");
        }
        return read;
    }
}
