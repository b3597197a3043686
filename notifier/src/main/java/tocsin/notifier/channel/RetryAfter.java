package tocsin.notifier.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The header `Retry-After`: seconds, or a date. Anything else counts as absent.
final class RetryAfter {
    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    static Optional<Duration> parse(String text, Instant now) {
        var trimmed = text.strip();
        if (trimmed.matches("[0-9]{1," + DIGITS_MAX + "}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(trimmed)));
        }
        try {
            var at = ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return at.isAfter(now) ? Optional.of(Duration.between(now, at)) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
