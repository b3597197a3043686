package tocsin.runtime.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an OpenSLO v1 SLO measures: its indicator, written inline or in an SLI document of its own,
/// with metric sources that name their type or a DataSource that does.
public final class Indicator {
    /// A source of good, bad or all events, or of a value.
    ///
    /// @param place the part of the ratio metric, such as `good`, or the threshold metric
    /// @param type type of the metric source in lower case; empty where nothing says
    public record Source(Field place, String type) {
        /// What the type needs to know.
        public Field spec() {
            return place.get("metricSource").get("spec");
        }

        /// Where the type stands.
        public Field typePlace() {
            return place.get("metricSource").get("type");
        }
    }

    private final Field name;
    private final Field spec;
    private final DefinitionSet set;

    private Indicator(Field name, Field spec, DefinitionSet set) {
        this.name = name;
        this.spec = spec;
        this.set = set;
    }

    /// The indicator of an SLO.
    ///
    /// @throws UnusableDefinitionException when there is none
    public static Indicator of(Document slo, DefinitionSet set) {
        return at(Field.of(slo).get("spec"), set);
    }

    /// Every indicator of an SLO: its own, or those that its objectives have, each its own.
    ///
    /// @throws UnusableDefinitionException when one is missing
    public static List<Indicator> all(Document slo, DefinitionSet set) {
        return perObjective(slo)
                ? Field.of(slo).get("spec").get("objectives").items().stream()
                        .map(objective -> at(objective, set))
                        .toList()
                : List.of(of(slo, set));
    }

    /// Whether objectives have indicators of their own: what makes an SLO a composite.
    public static boolean perObjective(Document slo) {
        return slo.spec()
                .path("objectives")
                .valueStream()
                .anyMatch(one -> one.has("indicator") || one.has("indicatorRef"));
    }

    /// The indicator of an SLO's `spec`, or of one of its objectives.
    ///
    /// @throws UnusableDefinitionException when there is none
    public static Indicator at(Field place, DefinitionSet set) {
        var inline = place.get("indicator");
        var reference = place.get("indicatorRef");
        if (inline.present() == reference.present()) {
            throw place.wrong("needs either indicator or indicatorRef");
        }
        if (inline.present()) {
            return new Indicator(inline.get("metadata").get("name"), inline.get("spec"), set);
        }
        var sli = Field.of(referenced("SLI", reference, set));
        return new Indicator(sli.get("metadata").get("name"), sli.get("spec"), set);
    }

    /// The document of this kind that `reference` names.
    ///
    /// @throws UnusableDefinitionException when there is none
    public static Document referenced(String kind, Field reference, DefinitionSet set) {
        var name = reference.text();
        return set.find(kind, name)
                .orElseThrow(() ->
                        reference.wrong(
                                "there is no %s '%s'%s"
                                        .formatted(
                                                kind,
                                                name,
                                                Wording.choice(name, names(kind, set)))));
    }

    private static List<String> names(String kind, DefinitionSet set) {
        return set.ofKind(kind).stream().map(Document::name).toList();
    }

    /// Its name: what samples of it are called.
    public Field name() {
        return name;
    }

    /// Its ratio metric.
    public Field ratio() {
        return spec.get("ratioMetric");
    }

    /// Where it says what it measures.
    public Field spec() {
        return spec;
    }

    /// The source of the threshold metric, where it is one.
    public Optional<Source> threshold() {
        return spec.get("thresholdMetric").optional().map(place -> new Source(place, type(place)));
    }

    /// A source of the ratio metric.
    ///
    /// @param role `good`, `bad` or `total`
    public Optional<Source> source(String role) {
        return ratio().get(role).optional().map(place -> new Source(place, type(place)));
    }

    private String type(Field place) {
        var source = place.get("metricSource");
        var types = new ArrayList<String>();
        source.get("type").optional().map(Field::text).ifPresent(types::add);
        source.get("metricSourceRef")
                .optional()
                .map(reference -> Field.of(referenced("DataSource", reference, set)))
                .map(data -> data.get("spec").get("type").text())
                .ifPresent(types::add);
        if (types.size() == 2 && !types.getFirst().equalsIgnoreCase(types.getLast())) {
            throw source.get("type")
                    .wrong(
                            "is '%s', but the data source is of type '%s'"
                                    .formatted(types.getFirst(), types.getLast()));
        }
        return types.isEmpty() ? "" : types.getFirst().toLowerCase(Locale.ROOT);
    }
}
