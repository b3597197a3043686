package tocsin.ingest.input;

import java.util.Optional;

/// What may name a service, or one of its indicators: one printable line of 253 characters at most.
public final class ServiceName {
    /// What a good name is, for people.
    public static final String RULE = "1 to 253 printable characters without blanks around them";

    private static final int MAX_LENGTH = 253;

    private ServiceName() {}

    /// What keeps `text` from being a name, if anything does.
    public static Optional<String> problem(String text) {
        if (text.isBlank()) {
            return Optional.of("is blank");
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of("has " + text.length() + " characters");
        }
        if (!text.equals(text.strip())) {
            return Optional.of("has blanks around it");
        }
        return text.codePoints()
                .filter(point -> !printable(point))
                .mapToObj("holds the unprintable character U+%04X"::formatted)
                .findFirst();
    }

    private static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
