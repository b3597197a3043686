package tocsin.notifier.channel.message;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.loader.StringLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Compiles and runs templates that can reach nothing but the facts they are given: no methods, no
/// files, no other templates, no ranges, and only so much text and so many loops.
final class Sandbox {
    private static final int TEMPLATE_MAX = 10_000;
    private static final int RENDERED_MAX = 100_000;
    private static final int LOOPS_MAX = 3;
    private static final Pattern LOOP = Pattern.compile("\\{%-?\\s*for\\b");

    private final PebbleEngine engine;
    private final Layout layout;

    Sandbox(Layout layout) {
        this.layout = layout;
        engine =
                new PebbleEngine.Builder()
                        .loader(new StringLoader())
                        .cacheActive(false)
                        .strictVariables(true)
                        .defaultLocale(Locale.ROOT)
                        .newLineTrimming(false)
                        .methodAccessValidator((_, _) -> false)
                        .maxRenderedSize(RENDERED_MAX)
                        .addEscapingStrategy(layout.id(), layout::escape)
                        .defaultEscapingStrategy(layout.id())
                        .registerExtensionCustomizer(Allowed::new)
                        .build();
    }

    /// @throws IllegalArgumentException when the text is no template that may be used
    PebbleTemplate compile(String text) {
        if (text.isBlank() || text.length() > TEMPLATE_MAX) {
            throw new IllegalArgumentException(
                    "a template has 1 to " + TEMPLATE_MAX + " characters");
        }
        if (LOOP.matcher(text).results().count() > LOOPS_MAX) {
            throw new IllegalArgumentException("a template has at most " + LOOPS_MAX + " loops");
        }
        try {
            return engine.getTemplate(text);
        } catch (PebbleException | StackOverflowError e) {
            throw new IllegalArgumentException(said(e), e);
        }
    }

    /// @throws IllegalArgumentException when the template fails on these facts
    String render(PebbleTemplate template, Map<String, Object> facts) {
        try {
            var out = new StringWriter();
            template.evaluate(out, facts);
            return PlainText.lines(out.toString().strip(), layout.charactersMax());
        } catch (PebbleException | IOException | StackOverflowError e) {
            throw new IllegalArgumentException(said(e), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("it fails: " + e.getClass().getSimpleName(), e);
        }
    }

    /// Pebble quotes the template's name, which is its text.
    private static String said(Throwable failure) {
        return failure instanceof PebbleException e
                ? "line %d: %s".formatted(e.getLineNumber(), e.getPebbleMessage())
                : failure.getClass().getSimpleName();
    }
}
