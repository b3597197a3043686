package tocsin.notifier.channel.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tocsin.notifier.channel.HostileText;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

class TextsTest {
    private static final Texts BUILT_IN = Texts.of(DefinitionSet.EMPTY);
    private static final Path GOLDEN =
            Path.of("src/test/resources/tocsin/notifier/channel/message/golden");

    /// With `-Dgolden=write` the files are written instead.
    @ParameterizedTest
    @EnumSource(Layout.class)
    void the_built_in_texts_read_like_this(Layout layout) throws IOException {
        for (var kind : Command.Kind.values()) {
            var file = GOLDEN.resolve(layout.id() + "-" + kind.id() + ".txt");
            var text = BUILT_IN.of(layout, Sample.notification(kind)) + "\n";
            if (System.getProperty("golden", "").equals("write")) {
                Files.createDirectories(GOLDEN);
                Files.writeString(file, text);
            }
            assertThat(text).as(file.toString()).isEqualTo(Files.readString(file));
        }
    }

    /// Whatever the template, and whatever stands in front of its text.
    @ParameterizedTest
    @EnumSource(Layout.class)
    void each_text_of_a_drill_begins_with_the_word(Layout layout) {
        var own = Texts.of(set(Map.of("channel", layout.id(), "text", "all {{ title }}")));

        for (var kind : Command.Kind.values()) {
            var drill = drill(kind);
            for (var texts : List.of(BUILT_IN, own)) {
                var text = texts.of(layout, drill);

                assertThat(text.replaceFirst("(?s)^<!DOCTYPE.*?<b>", "")).startsWith("DRILL");
                assertThat(text.codePointCount(0, text.length()))
                        .isLessThanOrEqualTo(layout.charactersMax());
            }
        }
    }

    private static Notification drill(Command.Kind kind) {
        var event = JsonMapper.shared().createObjectNode();
        return Sample.of(event.put("type", kind.id()).put("drill", true));
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void hostile_text_is_harmless(Layout layout) {
        for (var hostile : HostileText.ALL) {
            for (var kind : Command.Kind.values()) {
                var text = BUILT_IN.of(layout, HostileText.notification(hostile, kind));

                assertThat(text).isNotBlank();
                assertThat(text.codePointCount(0, text.length()))
                        .isLessThanOrEqualTo(layout.charactersMax());
                assertThat(text.codePoints())
                        .noneMatch(one -> one != '\n' && Character.isISOControl(one))
                        .noneMatch(one -> Character.getType(one) == Character.FORMAT);
                assertThat(active(layout, text).toLowerCase(Locale.ROOT))
                        .doesNotContain("href=\"javascript")
                        .doesNotContain(forbidden(layout));
            }
        }
    }

    /// Without the characters that a backslash has made harmless.
    private static String active(Layout layout, String text) {
        return layout == Layout.TEAMS ? text.replaceAll("\\\\[^\n]", "") : text;
    }

    private static String[] forbidden(Layout layout) {
        return switch (layout) {
            case SLACK -> new String[] {"<!", "<@", "<script", "<http://evil"};
            case MAIL_HTML -> new String[] {"<script", "<img", "<say", "<!channel", "\"><"};
            case TEAMS -> new String[] {"[", "<", "`", "~"};
            case STATUSPAGE -> new String[] {"<", "\r"};
            case STATUSPAGE_TITLE -> new String[] {"<", "\n"};
            case NTFY_TITLE, MAIL_SUBJECT, VOICE -> new String[] {"\n"};
            case NTFY, SMS, MAIL_TEXT -> new String[] {"\r", "\nbcc:"};
        };
    }

    @Test
    void a_template_of_the_set_is_used_for_its_channel_and_kind() {
        var texts =
                Texts.of(
                        set(
                                Map.of("channel", "slack", "text", "all {{ title }}"),
                                Map.of(
                                        "channel", "slack",
                                        "kind", "page",
                                        "text", "{{ severity | lower }} <!here>")));

        assertThat(texts.problems()).isEmpty();
        assertThat(texts.of(Layout.SLACK, Sample.notification(Command.Kind.PAGE)))
                .isEqualTo("sev-2 <!here>");
        assertThat(texts.of(Layout.SLACK, Sample.notification(Command.Kind.NOTICE)))
                .isEqualTo("all checkout burns its error budget 14.4 times too fast");
        assertThat(texts.of(Layout.TEAMS, Sample.notification(Command.Kind.PAGE)))
                .isEqualTo(BUILT_IN.of(Layout.TEAMS, Sample.notification(Command.Kind.PAGE)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    pigeon ; {{ title }} ; spec.channel: 'pigeon' is unknown; there are
                    slack ; {{ nonsense }} ; line 1
                    slack ; {{ title ; line 1
                    slack ; {% include "/etc/passwd" %} ; line 1
                    slack ; {% set a = title %}{{ a }} ; line 1
                    slack ; {% macro m() %}{{ m() }}{% endmacro %}{{ m() }} ; line 1
                    slack ; {{ title.getClass() }} ; line 1
                    slack ; {{ title | raw }} ; line 1
                    slack ; {{ range(0, 1000000000) }} ; line 1
                    slack ; {% for i in 0..1000000000 %}{% endfor %} ; line 1
                    slack ; {% autoescape false %}{{ title }}{% endautoescape %} ; line 1
                    slack ; {% for a in links %}{% for b in links %}{% for c in links %}{% for d in links %}{% endfor %}{% endfor %}{% endfor %}{% endfor %} ; a template has at most 3 loops
                    """)
    void a_template_that_cannot_be_used_is_a_problem_and_the_built_in_one_speaks(
            String channel, String text, String problem) {
        var texts = Texts.of(set(Map.of("channel", channel, "text", text)));

        assertThat(texts.problems())
                .singleElement()
                .asString()
                .startsWith("MessageTemplate/one-0: spec.")
                .contains(problem);
        var page = Sample.notification(Command.Kind.PAGE);
        assertThat(texts.of(Layout.SLACK, page)).isEqualTo(BUILT_IN.of(Layout.SLACK, page));
    }

    @Test
    void a_template_that_fails_on_what_really_comes_gives_way_to_the_built_in_one() {
        var hostile = HostileText.notification("x");
        var fails = "{% if service == \"x\" %}{{ links | first }}{{ nonsense }}{% endif %}ok";
        var silent = "{% if service != \"x\" %}text{% endif %}";

        for (var text : List.of(fails, silent)) {
            var texts = Texts.of(set(Map.of("channel", "sms", "text", text)));

            assertThat(texts.problems()).isEmpty();
            assertThat(texts.of(Layout.SMS, hostile)).isEqualTo(BUILT_IN.of(Layout.SMS, hostile));
        }
    }

    @SafeVarargs
    private static DefinitionSet set(Map<String, String>... specs) {
        var documents =
                IntStream.range(0, specs.length)
                        .mapToObj(i ->
                                new Document(
                                        Texts.KIND,
                                        "one-" + i,
                                        new JsonMapper().valueToTree(Map.of("spec", specs[i]))))
                        .toList();
        return new DefinitionSet(1, "digest", Instant.EPOCH, documents);
    }
}
