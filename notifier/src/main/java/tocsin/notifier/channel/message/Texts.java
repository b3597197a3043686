package tocsin.notifier.channel.message;

import io.pebbletemplates.pebble.template.PebbleTemplate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The texts of notifications: by the templates that a set of definitions holds, and by the
/// built-in ones for all else, also when a template of the set fails. Safe for many threads.
public final class Texts {
    /// The kind of document that replaces a built-in template.
    public static final String KIND = "MessageTemplate";

    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    private static final Map<Layout, Sandbox> SANDBOXES = sandboxes();
    private static final Map<Layout, PebbleTemplate> BUILT_IN = builtIn();

    private record Key(Layout layout, Command.Kind kind) {}

    private final Map<Key, PebbleTemplate> own = new HashMap<>();
    private final List<Finding> problems = new ArrayList<>();

    private Texts() {}

    /// The texts that `set` gives. A template that cannot be compiled, or fails on a sample, is a
    /// problem and is not used.
    public static Texts of(DefinitionSet set) {
        var texts = new Texts();
        // What says its kind of notification goes before what is for all of them.
        Stream.of(true, false)
                .flatMap(exact ->
                        set.ofKind(KIND).stream().filter(one -> one.spec().has("kind") == exact))
                .forEach(texts::add);
        return texts;
    }

    /// What is wrong with the templates of the set.
    public List<Finding> problems() {
        return List.copyOf(problems);
    }

    /// The text of a notification, never empty. That of a drill says so first, whatever the
    /// template.
    public String of(Layout layout, Notification notification) {
        var text = words(layout, notification);
        return notification.message().drill() ? layout.drill(text) : text;
    }

    private String words(Layout layout, Notification notification) {
        var facts = Facts.of(notification);
        var template = own.get(new Key(layout, notification.command().kind()));
        if (template != null) {
            try {
                var text = render(layout, template, facts);
                if (!text.isEmpty()) {
                    return text;
                }
                LOG.warn("The template for {} says nothing; the built-in one is used", layout.id());
            } catch (IllegalArgumentException e) {
                LOG.warn(
                        "The template for {} fails ({}); the built-in one is used",
                        layout.id(),
                        e.getMessage());
            }
        }
        return builtIn(layout, facts);
    }

    private void add(Document document) {
        var spec = Field.of(document).get("spec");
        try {
            var layout = layout(spec.get("channel"));
            var kinds = kinds(spec.get("kind"));
            var text = spec.get("text");
            var source = text.text();
            var sandbox = sandbox(layout);
            var template = text.reading(() -> sandbox.compile(source));
            for (var kind : kinds) {
                var sample = Facts.of(Sample.notification(kind));
                var _ = text.reading(() -> sandbox.render(template, sample));
                own.putIfAbsent(new Key(layout, kind), template);
            }
        } catch (UnusableDefinitionException e) {
            problems.add(e.finding());
        }
    }

    private static Layout layout(Field channel) {
        var id = channel.oneOf(Stream.of(Layout.values()).map(Layout::id).toList());
        return Layout.of(id).orElseThrow();
    }

    private static List<Command.Kind> kinds(Field kind) {
        var names = new TreeMap<String, Command.Kind>();
        for (var one : Command.Kind.values()) {
            names.put(one.id(), one);
        }
        return kind.present()
                ? List.of(Optional.ofNullable(names.get(kind.oneOf(names.keySet()))).orElseThrow())
                : List.of(Command.Kind.values());
    }

    private static String builtIn(Layout layout, Map<String, Object> facts) {
        return render(layout, Optional.ofNullable(BUILT_IN.get(layout)).orElseThrow(), facts);
    }

    private static String render(
            Layout layout, PebbleTemplate template, Map<String, Object> facts) {
        return sandbox(layout).render(template, facts);
    }

    private static Sandbox sandbox(Layout layout) {
        return Optional.ofNullable(SANDBOXES.get(layout)).orElseThrow();
    }

    private static Map<Layout, Sandbox> sandboxes() {
        var sandboxes = new EnumMap<Layout, Sandbox>(Layout.class);
        for (var layout : Layout.values()) {
            sandboxes.put(layout, new Sandbox(layout));
        }
        return sandboxes;
    }

    private static Map<Layout, PebbleTemplate> builtIn() {
        var templates = new EnumMap<Layout, PebbleTemplate>(Layout.class);
        for (var layout : Layout.values()) {
            templates.put(layout, sandbox(layout).compile(resource(layout.id() + ".peb")));
        }
        return templates;
    }

    private static String resource(String name) {
        try (var in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
