package tocsin.notifier.delivery;

import tocsin.notifier.delivery.Command.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Commands as tests need them.
public final class Pages {
    public static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    public static final Message MESSAGE =
            new Message(
                    "SEV2",
                    "checkout burns its error budget 14.4 times too fast",
                    "4.1 % of 12,000 requests failed in the last 5 minutes",
                    "open, nobody has acknowledged",
                    "first on call",
                    NINE.minusSeconds(30),
                    Map.of("console", "https://tocsin.example/incidents/checkout-7k3f9a"),
                    1);

    public static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private Pages() {}

    /// A page to the on-call engineer, valid for an hour.
    public static Command.Notify page(String id, long offset, String... channels) {
        return command(id, Kind.PAGE, offset, channels);
    }

    public static Command.Notify command(String id, Kind kind, long offset, String... channels) {
        return command(id, kind, offset, Duration.ofHours(1), channels);
    }

    public static Command.Notify command(
            String id, Kind kind, long offset, Duration valid, String... channels) {
        return new Command.Notify(
                id,
                source(offset),
                kind,
                "checkout",
                "checkout-7k3f9a",
                "on-call",
                List.of(channels),
                NINE.plus(valid),
                MESSAGE);
    }

    /// A page in which nothing is wrong.
    public static Command.Notify drill(String id, long offset, String... channels) {
        var page = page(id, offset, channels);
        return page.saying(
                new Message(
                        MESSAGE.severity(),
                        MESSAGE.title(),
                        MESSAGE.impact(),
                        MESSAGE.evidence(),
                        MESSAGE.status(),
                        MESSAGE.reason(),
                        MESSAGE.openedAt(),
                        MESSAGE.links(),
                        MESSAGE.revision(),
                        MESSAGE.details(),
                        true));
    }

    /// News of a budget, for no channel that rings.
    public static Command.Notify quiet(String id, String... channels) {
        var news = command(id, Kind.BUDGET, 1, channels);
        return new Command.Notify(
                id,
                news.source(),
                news.kind(),
                news.service(),
                news.incident(),
                news.target(),
                news.channels(),
                news.validUntil(),
                news.message(),
                true);
    }

    /// A page of another incident.
    static Command.Notify ofIncident(String incident, String id, long offset, String... channels) {
        var page = page(id, offset, channels);
        return new Command.Notify(
                id,
                page.source(),
                page.kind(),
                page.service(),
                incident,
                page.target(),
                page.channels(),
                page.validUntil(),
                page.message());
    }

    public static Command.Withdraw withdrawal(String page, long offset) {
        return new Command.Withdraw(page, source(offset));
    }

    public static Notification notification(String page) {
        return new Notification(page(page, 0, "phone"), "phone", 1, false);
    }

    private static Command.Source source(long offset) {
        return new Command.Source(0, offset, NINE, TRACE);
    }
}
