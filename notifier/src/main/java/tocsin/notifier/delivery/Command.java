package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the responder asks for: tell somebody, or no longer.
public sealed interface Command {
    /// Names one notification, however often it is tried.
    String page();

    /// The record it came in.
    Source source();

    /// Where a command stands on the log. Offsets give the order of commands.
    ///
    /// @param recordedAt the record's timestamp; definitions are chosen by it
    /// @param trace W3C trace context; empty when there is none
    record Source(int partition, long offset, Instant recordedAt, String trace) {}

    /// What a notification is for.
    enum Kind {
        /// Wakes someone.
        PAGE,
        /// Wakes someone because a remediation failed.
        REMEDIATION_FAILED,
        /// Asks for a yes or no to a remediation before it expires.
        APPROVAL_WANTED,
        /// Tells that somebody has it in hand.
        ACKNOWLEDGED,
        /// Tells, without waking.
        NOTICE,
        /// Asks whoever has it in hand for news.
        UPDATE_DUE,
        /// Tells how an error budget stands.
        BUDGET,
        /// Tells that the incident is over.
        RESOLVED,
        /// Tells that something was changed, such as another version deployed; of no incident.
        CHANGED;

        /// Whether somebody has to see it now.
        public boolean wakes() {
            return this == PAGE || this == REMEDIATION_FAILED || this == APPROVAL_WANTED;
        }

        /// What definitions and webhooks call it, such as `update-due`.
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// The kind of that name.
        public static Optional<Kind> of(String id) {
            return Stream.of(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }
    }

    /// Tell `target` over the first of `channels` that takes it.
    ///
    /// @param channels names of channel definitions, in the order to try
    /// @param validUntil never sent from then on
    /// @param quiet never over a channel that rings
    record Notify(
            String page,
            Source source,
            Kind kind,
            String service,
            String incident,
            String target,
            List<String> channels,
            Instant validUntil,
            Message message,
            boolean quiet)
            implements Command {

        /// Longer than this after its record nothing is sent, whatever the command says: the
        /// notifier remembers a little more than a day.
        static final Duration AGE_MAX = Duration.ofHours(24);

        /// It goes into headers as it stands.
        private static final Pattern PAGE_ID = Pattern.compile("[!-~]{1,200}");

        /// The channel that is walked when all others have failed, outside definitions.
        public static final String LAST_RESORT = "tocsin:last-resort";

        private static final int CHANNELS_MAX = 16;
        private static final int CHANNEL_NAME_MAX = 200;

        public Notify {
            if (!PAGE_ID.matcher(page).matches()) {
                throw new IllegalArgumentException("'" + page + "' is no page id");
            }
            if (incident.isBlank() || service.isBlank()) {
                throw new IllegalArgumentException(
                        "a command needs an incident and a service, not '%s' and '%s'"
                                .formatted(incident, service));
            }
            channels = channels.stream().distinct().toList();
            if (channels.stream().anyMatch(channel -> channel.length() > CHANNEL_NAME_MAX)) {
                throw new IllegalArgumentException(
                        "a channel's name is longer than " + CHANNEL_NAME_MAX + " characters");
            }
            if (channels.stream().filter(channel -> !channel.equals(LAST_RESORT)).count()
                    > CHANNELS_MAX) {
                throw new IllegalArgumentException(
                        channels.size() + " channels, at most " + CHANNELS_MAX + " can be walked");
            }
        }

        public Notify(
                String page,
                Source source,
                Kind kind,
                String service,
                String incident,
                String target,
                List<String> channels,
                Instant validUntil,
                Message message) {
            this(
                    page,
                    source,
                    kind,
                    service,
                    incident,
                    target,
                    channels,
                    validUntil,
                    message,
                    false);
        }

        /// The same with the last resort behind its channels; only what wakes somebody has one.
        public Notify withLastResort() {
            var more = Stream.concat(channels.stream(), Stream.of(LAST_RESORT)).toList();
            return kind.wakes() ? with(source, more, message) : this;
        }

        /// The same with other words.
        Notify saying(Message words) {
            return with(source, channels, words);
        }

        Notify tracedBy(String trace) {
            var traced =
                    new Source(source.partition(), source.offset(), source.recordedAt(), trace);
            return with(traced, channels, message);
        }

        private Notify with(Source from, List<String> over, Message words) {
            return new Notify(
                    page, from, kind, service, incident, target, over, validUntil, words, quiet);
        }

        /// From then on it is never sent.
        public Instant expiresAt() {
            var oldest = source.recordedAt().plus(AGE_MAX);
            return validUntil.isBefore(oldest) ? validUntil : oldest;
        }
    }

    /// Take a page back unless a channel has accepted it.
    record Withdraw(String page, Source source) implements Command {}
}
