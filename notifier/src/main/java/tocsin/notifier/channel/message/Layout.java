package tocsin.notifier.channel.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A kind of text that a channel needs, with the length it may have and what is done to hostile
/// text in it. Control and formatting characters are gone before.
public enum Layout {
    /// Slack's mrkdwn: without `<` there is no mention and no link.
    SLACK(3_000),
    /// Adaptive Cards' subset of Markdown.
    TEAMS(6_000),
    /// One line.
    NTFY_TITLE(200),
    NTFY(2_000),
    /// One message of three parts at most.
    SMS(459),
    /// To be read aloud.
    VOICE(600),
    /// One line.
    MAIL_SUBJECT(200),
    MAIL_TEXT(8_000),
    MAIL_HTML(100_000),
    /// One line that the public reads.
    STATUSPAGE_TITLE(255),
    /// What the public reads.
    STATUSPAGE(4_000);

    private final int charactersMax;

    Layout(int charactersMax) {
        this.charactersMax = charactersMax;
    }

    /// Its name in definitions, such as `mail-subject`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Layout> of(String id) {
        return Stream.of(values()).filter(layout -> layout.id().equals(id)).findFirst();
    }

    int charactersMax() {
        return charactersMax;
    }

    /// Hostile text, made harmless.
    String escape(String text) {
        return switch (this) {
            case SLACK -> slack(text);
            case TEAMS -> markdown(text);
            case MAIL_HTML -> html(text);
            case STATUSPAGE_TITLE, STATUSPAGE -> text.replaceAll("[<>&]", " ");
            case NTFY_TITLE, NTFY, SMS, VOICE, MAIL_SUBJECT, MAIL_TEXT -> text;
        };
    }

    /// `text` behind a word that nobody overlooks.
    String drill(String text) {
        var mark = "DRILL";
        var marked =
                this == MAIL_HTML && text.contains("<body>")
                        ? text.replaceFirst("<body>", "<body><p><b>" + mark + "</b></p>")
                        : text.startsWith(mark) ? text : mark + " " + text;
        return PlainText.lines(marked, charactersMax);
    }

    private static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String markdown(String text) {
        return text.replaceAll("[\\\\`*_\\[\\]<>~|#]", "\\\\$0");
    }

    private static String html(String text) {
        return slack(text).replace("\"", "&quot;").replace("'", "&#39;");
    }
}
