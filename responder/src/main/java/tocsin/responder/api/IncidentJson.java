package tocsin.responder.api;

import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Deadlines;
import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Page;
import tocsin.responder.incident.RecordedFact;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Incidents as the API answers them.
final class IncidentJson {
    private IncidentJson() {}

    /// What a list shows of each.
    static Map<String, Object> brief(IncidentView view) {
        var incident = view.incident();
        var json = new LinkedHashMap<String, Object>();
        json.put("id", incident.id());
        json.put("service", view.service());
        json.put("stream", incident.stream());
        json.put("key", incident.key());
        json.put("severity", incident.severity());
        json.put("status", incident.status().name().toLowerCase(Locale.ROOT));
        json.put("title", incident.title());
        json.put("openedAt", incident.openedAt());
        json.put("revision", incident.revision());
        json.put("sequence", incident.sequence());
        json.put("acknowledgedBy", incident.acknowledgedBy());
        json.put("firingCauses", incident.firing().size());
        json.put("foldedAlerts", incident.folding() == null ? 0 : incident.folding().alerts());
        var held = incident.held();
        json.put(
                "silencedBy",
                held != null && held.kind() == Incident.Hold.SILENCED ? held.by() : "");
        json.put("attachedTo", incident.root().orElse(""));
        return json;
    }

    /// Everything.
    static Map<String, Object> whole(IncidentView view) {
        Incident incident = view.incident();
        var json = brief(view);
        json.put("deadlines", deadlines(incident.deadlines()));
        json.put("attached", view.attached().stream().map(IncidentJson::brief).toList());
        json.put("causes", incident.causes().stream().map(IncidentJson::cause).toList());
        json.put("pages", incident.pages().stream().map(IncidentJson::page).toList());
        json.put("timeline", view.timeline().stream().map(recorded -> fact(recorded)).toList());
        json.put("timelineLeftOut", view.leftOut());
        return json;
    }

    private static Map<String, Object> cause(Cause cause) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", cause.id());
        json.put("firing", cause.firing());
        json.put("severity", cause.severity());
        json.put("reason", cause.reason());
        json.put("text", cause.text());
        json.put("labels", new TreeMap<>(cause.labels()));
        putIfKnown(json, "expiresAt", cause.expiresAt());
        return json;
    }

    private static Map<String, Object> deadlines(Deadlines deadlines) {
        var json = new LinkedHashMap<String, Object>();
        putIfKnown(json, "respondBy", deadlines.respondBy());
        putIfKnown(json, "sev1At", deadlines.sev1At());
        putIfKnown(json, "updateBy", deadlines.updateBy());
        putIfKnown(json, "lapsesAt", deadlines.lapsesAt());
        putIfKnown(json, "lowerAt", deadlines.lowerAt());
        putIfKnown(json, "resolveAt", deadlines.resolveAt());
        return json;
    }

    private static Map<String, Object> page(Page page) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", page.id());
        json.put("kind", page.kind());
        json.put("step", page.step());
        json.put("round", page.round());
        json.put("lap", page.lap());
        json.put("target", page.target());
        json.put("via", page.via());
        json.put("channels", page.channels());
        json.put("state", page.state());
        putIfKnown(json, "deliverBy", page.deliverBy());
        putIfKnown(json, "acknowledgeBy", page.acknowledgeBy());
        var matter = page.matter();
        if (matter != null) {
            json.put("about", matter.evidence());
        }
        return json;
    }

    static Map<String, Object> fact(Fact fact) {
        var json = new LinkedHashMap<String, Object>();
        json.put("at", fact.at());
        describe(json, fact);
        return json;
    }

    /// A fact for somebody who listens to all of them.
    static Map<String, Object> event(RecordedFact recorded) {
        var json = new LinkedHashMap<String, Object>();
        json.put("service", recorded.service());
        json.put("incident", recorded.fact().incident());
        json.putAll(fact(recorded));
        return json;
    }

    private static Map<String, Object> fact(RecordedFact recorded) {
        var json = new LinkedHashMap<String, Object>();
        json.put("sequence", recorded.sequence());
        json.put("at", recorded.fact().at());
        json.put("decidedAt", recorded.decidedAt());
        json.put("definitions", recorded.definitions());
        json.put("origin", origin(recorded.origin()));
        describe(json, recorded.fact());
        return json;
    }

    static Map<String, Object> origin(RecordedFact.Origin origin) {
        var json = new LinkedHashMap<String, Object>();
        if (origin.timer().isEmpty()) {
            json.put("topic", origin.topic());
            json.put("partition", origin.partition());
            json.put("offset", origin.offset());
        } else {
            json.put("timer", origin.timer());
            putIfKnown(json, "due", origin.due());
        }
        return json;
    }

    private static void describe(Map<String, Object> json, Fact fact) {
        switch (fact) {
            case Fact.Opened opened -> {
                json.put("kind", "OPENED");
                json.put("severity", opened.severity());
                json.put("reason", opened.reason());
                json.put("title", opened.title());
            }
            case Fact.CauseChanged changed -> {
                json.put("kind", "CAUSE_CHANGED");
                json.put("cause", cause(changed.cause()));
            }
            case Fact.SeverityRaised raised -> {
                json.put("kind", "SEVERITY_RAISED");
                json.put("from", raised.from());
                json.put("to", raised.to());
                json.put("reason", raised.reason());
            }
            case Fact.SeverityLowered lowered -> {
                json.put("kind", "SEVERITY_LOWERED");
                json.put("from", lowered.from());
                json.put("to", lowered.to());
                json.put("reason", lowered.reason());
            }
            case Fact.DeadlinesSet set -> {
                json.put("kind", "DEADLINES_SET");
                json.put("deadlines", deadlines(set.deadlines()));
            }
            case Fact.ResponseMissed missed -> {
                json.put("kind", "RESPONSE_MISSED");
                json.put("severity", missed.severity());
                json.put("dueAt", missed.dueAt());
            }
            case Fact.Reopened reopened -> {
                json.put("kind", "REOPENED");
                json.put("reason", reopened.reason());
            }
            case Fact.Suppressed suppressed -> {
                json.put("kind", "SUPPRESSED");
                json.put("hold", suppressed.kind());
                json.put("by", suppressed.by());
                putIfKnown(json, "until", suppressed.until());
                json.put("reason", suppressed.reason());
            }
            case Fact.Released released -> {
                json.put("kind", "RELEASED");
                json.put("reason", released.reason());
            }
            case Fact.Folded folded -> {
                json.put("kind", "FOLDED");
                json.put("alerts", folded.alerts());
            }
            case Fact.ActionTaken taken -> {
                json.put("kind", "ACTION_TAKEN");
                json.put("action", taken.action());
                json.put("act", taken.act());
                json.put("actor", taken.actor());
                json.put("note", taken.note());
                putIfKnown(json, "severity", taken.severity());
                putIfKnown(json, "until", taken.until());
            }
            case Fact.Paged paged -> {
                json.put("kind", "PAGED");
                json.put("page", page(paged.page()));
                json.put("reason", paged.reason());
            }
            case Fact.QuestionHeld held -> {
                var matter = held.question().matter();
                json.put("kind", "QUESTION_HELD");
                json.put("remediation", matter.subject());
                json.put("reason", matter.evidence());
            }
            case Fact.QuestionDropped dropped -> {
                json.put("kind", "QUESTION_DROPPED");
                json.put("remediation", dropped.subject());
                json.put("reason", dropped.reason());
            }
            case Fact.DeliveryChanged changed -> {
                json.put("kind", "DELIVERY_CHANGED");
                json.put("page", changed.page());
                json.put("state", changed.state());
                json.put("channel", changed.channel());
                json.put("reason", changed.reason());
            }
            case Fact.Acknowledged acknowledged -> {
                json.put("kind", "ACKNOWLEDGED");
                json.put("action", acknowledged.action());
                json.put("actor", acknowledged.actor());
                json.put("note", acknowledged.note());
            }
            case Fact.ActionRefused refused -> {
                json.put("kind", "ACTION_REFUSED");
                json.put("action", refused.action());
                json.put("actor", refused.actor());
                json.put("reason", refused.reason());
            }
            case Fact.Resolved resolved -> {
                json.put("kind", "RESOLVED");
                json.put("reason", resolved.reason());
            }
        }
    }

    private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
