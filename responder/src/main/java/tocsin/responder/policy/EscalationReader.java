package tocsin.responder.policy;

import tocsin.responder.oncall.ScheduleReader;
import tocsin.responder.policy.EscalationPolicy.Step;
import tocsin.responder.policy.Target.Kind;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/// Reads escalation policies as operators write them.
final class EscalationReader {
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::field).collect(Collectors.joining(", "));

    private EscalationReader() {}

    static EscalationPolicy policy(Document document) {
        var spec = Field.of(document).get("spec");
        var steps = spec.get("steps").items().stream().map(EscalationReader::step).toList();
        int repeat = spec.get("repeat").optional().map(Field::integer).orElse(0);
        var lastResort =
                spec.get("lastResort")
                        .optional()
                        .map(EscalationReader::target)
                        .orElse(EscalationPolicy.BUILT_IN.lastResort());
        var pace = PaceReader.pace(spec);
        var mutes =
                spec.get("muteTimes").optional().map(Field::items).orElse(List.of()).stream()
                        .map(EscalationReader::mute)
                        .toList();
        var budgets = targets(spec.get("budgets"));
        var changes = targets(spec.get("changes"));
        return spec.reading(() ->
                new EscalationPolicy(
                        document.name(), steps, repeat, lastResort, pace, budgets, changes, mutes));
    }

    private static List<Target> targets(Field list) {
        return list.optional().map(Field::items).orElse(List.of()).stream()
                .map(EscalationReader::target)
                .toList();
    }

    private static MuteTime mute(Field mute) {
        var hours = ScheduleReader.hours(mute);
        var zone = ScheduleReader.zone(mute.get("timeZone"));
        var severities = new LinkedHashSet<Severity>();
        mute.get("severities").items().forEach(one -> severities.add(Documents.severity(one)));
        return mute.reading(() -> new MuteTime(hours, zone, severities));
    }

    private static Step step(Field step) {
        var targets = step.get("targets").items().stream().map(EscalationReader::target).toList();
        var deliver =
                Documents.duration(step.get("deliverWithin"), EscalationPolicy.DELIVER_WITHIN);
        var acknowledge =
                PaceReader.bySeverity(
                        step.get("acknowledgeWithin"), EscalationPolicy.ACKNOWLEDGE_WITHIN);
        return step.reading(() -> new Step(targets, deliver, acknowledge));
    }

    static Target target(Field target) {
        var kind = kind(target);
        var severities = new LinkedHashSet<Severity>();
        if (target.get("severities").present()) {
            target.get("severities")
                    .items()
                    .forEach(one -> severities.add(Documents.severity(one)));
        }
        var name = target.get(kind.field()).text();
        var channels = RosterReader.names(target.get("channels"));
        return target.reading(() -> new Target(kind, name, channels, severities));
    }

    private static Kind kind(Field target) {
        var kinds =
                Arrays.stream(Kind.values())
                        .filter(kind -> target.get(kind.field()).present())
                        .toList();
        if (kinds.size() != 1) {
            throw target.wrong("needs one of " + KINDS);
        }
        return kinds.getFirst();
    }
}
