package tocsin.responder.remediation;

import tocsin.responder.remediation.Runbook.Binding;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.ServiceTier;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads a `Runbook` as an operator wrote it.
final class RunbookDocument {
    private static final int ACTIONS_MAX = 20;

    private RunbookDocument() {}

    static Runbook read(Document document) {
        var spec = Field.of(document).get("spec");
        var when = spec.get("when");
        var actions = spec.get("actions").items();
        if (actions.isEmpty() || actions.size() > ACTIONS_MAX) {
            throw spec.get("actions").wrong("has 1 to " + ACTIONS_MAX + " actions");
        }
        return new Runbook(
                document.name(),
                url(spec.get("url")),
                ActionDocument.services(spec.get("services")),
                tiers(spec.get("tiers")),
                ActionDocument.labels(when.get("labels")),
                ActionDocument.severities(when.get("severities")),
                actions.stream()
                        .map(one ->
                                new Binding(
                                        one.get("action").text(),
                                        ActionDocument.parameters(one.get("parameters"))))
                        .toList());
    }

    private static String url(Field field) {
        var url = ActionDocument.text(field, "");
        if (!url.isEmpty() && !url.matches("https?://\\S+")) {
            throw field.wrong("must be a URL of http or https");
        }
        return url;
    }

    private static Set<Integer> tiers(Field list) {
        var tiers = new LinkedHashSet<Integer>();
        for (var one : list.present() ? list.items() : List.<Field>of()) {
            tiers.add(ServiceTier.read(one));
        }
        return tiers;
    }
}
