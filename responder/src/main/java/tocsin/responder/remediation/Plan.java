package tocsin.responder.remediation;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What is to be done and undone, with every value put in. Responder and executor each make it from
/// the catalogue; what people approve is its text.
///
/// @param text as JSON with its names in order
/// @param run null for an action that people do themselves
/// @param undo null when nothing can be done
public record Plan(String text, @Nullable Step run, @Nullable Step undo) {
    private static final JsonMapper JSON = new JsonMapper();

    /// The plan of one action with these values.
    ///
    /// @param undo how it is taken back, in words
    /// @throws IllegalArgumentException when a value is not fit to be run
    public static Plan of(
            Action action,
            long definitions,
            String service,
            String incident,
            String target,
            Map<String, String> parameters,
            String undo) {
        var values = new HashMap<String, String>();
        parameters.forEach((name, value) -> values.put("parameter." + name, value));
        values.put("service", service);
        values.put("incident", incident);
        values.put("target", target);
        var run = filled(action.execution().run(), values);
        var back = filled(action.execution().undo(), values);
        var json = new TreeMap<String, Object>();
        json.put("action", action.name());
        json.put("definitions", definitions);
        json.put("target", target);
        json.put("parameters", new TreeMap<>(parameters));
        json.put("undo", undo);
        if (run != null) {
            json.put("run", run.json());
            json.put("runWithin", action.execution().runWithin().toString());
            json.put("verifyWithin", action.execution().verifyWithin().toString());
        }
        if (back != null) {
            json.put("runUndo", back.json());
        }
        return new Plan(JSON.writeValueAsString(json), run, back);
    }

    private static @Nullable Step filled(@Nullable Step step, Map<String, String> values) {
        return step == null ? null : step.filled(values);
    }
}
