package tocsin.ingest.input;

/// Foreign text in a message of ours: short, on one line, without control characters.
public final class Quote {
    private static final int MAX_LENGTH = 60;

    private Quote() {}

    /// `text` between single quotes, cut where it is long.
    public static String of(String text) {
        var shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
