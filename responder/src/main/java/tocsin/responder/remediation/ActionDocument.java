package tocsin.responder.remediation;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads an `Action` as an operator wrote it.
final class ActionDocument {
    /// Rollback triggers of the incident's life: a deployment of the last half hour.
    static final Duration DEPLOYMENT_WITHIN = Duration.ofMinutes(30);

    private static final Duration WITHIN_MAX = Duration.ofHours(6);
    private static final int LABELS_MAX = 20;
    private static final int TEXT_MAX = 1_000;
    private static final int PARAMETERS_MAX = 20;

    private ActionDocument() {}

    static Action read(Document document) {
        var spec = Field.of(document).get("spec");
        var when = spec.get("when");
        var cost = spec.get("cost");
        return new Action(
                document.name(),
                text(spec.get("title"), document.name()),
                trigger(when),
                usual(severities(when.get("severities"))),
                services(spec.get("services")),
                text(spec.get("target"), "{service}"),
                parameters(spec.get("parameters")),
                risk(spec.get("risk")),
                spec.get("destructive").present() && spec.get("destructive").flag(),
                text(cost.get("now"), ""),
                text(cost.get("after"), ""),
                text(spec.get("verification"), "what fired does so no more"),
                text(spec.get("undo"), ""),
                execution(spec));
    }

    private static Execution execution(Field spec) {
        var names =
                spec.get("parameters").present()
                        ? Set.copyOf(spec.get("parameters").keys())
                        : Set.<String>of();
        var run = step(spec.get("run"), names);
        var mode = RemediationPolicy.mode(spec.get("mode"));
        if (mode != Mode.OBSERVE && run == null) {
            throw spec.get("mode").wrong("needs 'run': what there is to be run");
        }
        return new Execution(
                mode,
                run,
                step(spec.get("runUndo"), names),
                limited(spec.get("runWithin"), Execution.RUN_WITHIN),
                limited(spec.get("verifyWithin"), Execution.VERIFY_WITHIN));
    }

    private static @Nullable Step step(Field field, Set<String> parameters) {
        return field.present() ? StepDocument.read(field, parameters) : null;
    }

    private static Duration limited(Field field, Duration absent) {
        var within = field.present() ? field.duration() : absent;
        if (!within.isPositive() || within.compareTo(WITHIN_MAX) > 0) {
            throw field.wrong("must be longer than 0 and at most " + WITHIN_MAX.toHours() + "h");
        }
        return within;
    }

    /// Without a word about it, a deployment speaks for an action.
    private static Trigger trigger(Field when) {
        var given = when.get("labels");
        var people = when.get("people");
        if (people.present() && people.flag()) {
            if (given.present() || when.get("deploymentWithin").present()) {
                throw people.wrong("goes with neither 'labels' nor 'deploymentWithin'");
            }
            return new Trigger(null, Map.of());
        }
        var labels = given.present() ? labels(given) : Map.<String, String>of();
        var within = when.get("deploymentWithin");
        return new Trigger(labels.isEmpty() || within.present() ? within(within) : null, labels);
    }

    /// What a cause has to have: one label at least.
    static Map<String, String> labels(Field given) {
        var labels = new HashMap<String, String>();
        given.keys().forEach(name -> labels.put(name, given.get(name).text()));
        if (labels.isEmpty() || labels.size() > LABELS_MAX) {
            throw given.wrong("has 1 to " + LABELS_MAX + " labels");
        }
        return labels;
    }

    private static Duration within(Field field) {
        var within = field.present() ? field.duration() : DEPLOYMENT_WITHIN;
        if (!within.isPositive() || within.compareTo(RemediationState.REMEMBERED) > 0) {
            throw field.wrong(
                    "must be longer than 0 and at most "
                            + RemediationState.REMEMBERED.toHours()
                            + "h");
        }
        return within;
    }

    private static Set<Severity> usual(Set<Severity> severities) {
        return severities.isEmpty() ? Set.of(Severity.SEV1, Severity.SEV2) : severities;
    }

    /// Those of a list; none where it is absent.
    static Set<Severity> severities(Field list) {
        var severities = new LinkedHashSet<Severity>();
        for (var one : list.present() ? list.items() : List.<Field>of()) {
            severities.add(one.reading(() -> Severity.of(one.text())));
        }
        return severities;
    }

    static Set<String> services(Field list) {
        var services = new LinkedHashSet<String>();
        if (list.present()) {
            list.items().forEach(one -> services.add(one.text()));
        }
        return services;
    }

    static Map<String, String> parameters(Field object) {
        var parameters = new HashMap<String, String>();
        for (var name : object.present() ? object.keys() : List.<String>of()) {
            parameters.put(name, text(object.get(name), ""));
        }
        if (parameters.size() > PARAMETERS_MAX) {
            throw object.wrong("has " + parameters.size() + " names, at most " + PARAMETERS_MAX);
        }
        return parameters;
    }

    private static Risk risk(Field field) {
        var risks = Arrays.stream(Risk.values()).map(Risk::name).toList();
        return field.present() ? Risk.valueOf(field.oneOf(risks)) : Risk.MEDIUM;
    }

    static String text(Field field, String absent) {
        if (!field.present()) {
            return absent;
        }
        var text = field.text();
        if (text.length() > TEXT_MAX) {
            throw field.wrong("has " + text.length() + " characters, at most " + TEXT_MAX);
        }
        return field.reading(() -> Placeholders.checked(text));
    }
}
