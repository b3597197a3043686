package tocsin.notifier.channel;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the notifier demands of channels, their secrets excepted: those are settings.
public final class ChannelLint implements DefinitionCheck {
    /// What a type cannot do without.
    private static final Map<String, List<String>> NEEDED =
            Map.of(
                    "webhook", List.of("url"),
                    "slack", List.of("channel"),
                    "ntfy", List.of("topic"),
                    "github", List.of("repository"),
                    "jira", List.of("url", "project"),
                    "statuspage", List.of("page"),
                    "email", List.of("host", "from", "to"),
                    "sms", List.of("account", "from", "to"),
                    "voice", List.of("account", "from", "to"));

    private static final List<String> TEXTS =
            List.of(
                    "channel",
                    "topic",
                    "repository",
                    "project",
                    "issueType",
                    "transition",
                    "page",
                    "host",
                    "username",
                    "account",
                    "from",
                    "to");

    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new ArrayList<Finding>();
        for (var channel : set.ofKind("Channel")) {
            var spec = Field.of(channel).get("spec");
            parts(spec).forEach(part -> attempt(part, findings));
        }
        return findings;
    }

    private static List<Runnable> parts(Field spec) {
        var parts = new ArrayList<Runnable>();
        parts.add(() -> type(spec.get("type")));
        for (var name : TEXTS) {
            parts.add(() -> spec.get(name).optional().ifPresent(Field::text));
        }
        parts.add(() -> spec.get("url").optional().ifPresent(ChannelLint::url));
        matches(parts, spec.get("repository"), GitHub.REPOSITORY, "is no owner/name");
        matches(parts, spec.get("project"), Jira.PROJECT, "is no key of a project, such as OPS");
        matches(parts, spec.get("transition"), Jira.TRANSITION, "is no id of a transition");
        matches(parts, spec.get("page"), Statuspage.ID, "is no id");
        parts.add(() -> spec.get("components").optional().ifPresent(ChannelLint::components));
        parts.add(() -> spec.get("buttons").optional().ifPresent(Field::flag));
        parts.add(() -> spec.get("subscribers").optional().ifPresent(Field::flag));
        parts.add(() -> spec.get("port").optional().ifPresent(ChannelLint::port));
        parts.add(() -> spec.get("tls").optional().ifPresent(ChannelLint::tls));
        parts.add(() -> needed(spec));
        return parts;
    }

    private static void type(Field type) {
        var _ = type.oneOf(Channels.TYPES);
    }

    private static void url(Field url) {
        var text = url.text();
        var _ = url.reading(() -> ChannelSpec.checked(text));
    }

    private static void matches(List<Runnable> parts, Field field, String form, String problem) {
        parts.add(() -> field.optional().ifPresent(present -> demand(present, form, problem)));
    }

    private static void components(Field components) {
        components.items().forEach(one -> demand(one, Statuspage.ID, "is no id"));
    }

    private static void demand(Field field, String form, String problem) {
        if (!field.text().matches(form)) {
            throw field.wrong(problem);
        }
    }

    private static void port(Field port) {
        int number = port.integer();
        if (number < 1 || number > MailSpec.PORT_MAX) {
            throw port.wrong("is " + number + ", ports are 1 to " + MailSpec.PORT_MAX);
        }
    }

    private static void tls(Field tls) {
        var _ = tls.oneOf(List.of("starttls", "none"));
    }

    private static void needed(Field spec) {
        var type = spec.get("type").text();
        for (var name : NEEDED.getOrDefault(type, List.of())) {
            if (!spec.get(name).present()) {
                throw spec.wrong("'" + name + "' is missing; type " + type + " needs it");
            }
        }
        if (type.equals("email")) {
            for (var name : List.of("from", "to")) {
                var text = spec.get(name).text();
                var _ = spec.get(name).reading(() -> MailSpec.addresses(name, text));
            }
        }
    }

    private static void attempt(Runnable part, List<Finding> findings) {
        try {
            part.run();
        } catch (UnusableDefinitionException e) {
            if (!findings.contains(e.finding())) {
                findings.add(e.finding());
            }
        }
    }
}
