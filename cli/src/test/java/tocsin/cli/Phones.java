package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everybody's channels. Each takes whatever comes unless it was told otherwise. A message whose
/// answer is lost arrives all the same.
final class Phones {
    /// One request as the provider saw it.
    record Call(Instant at, Notification notification, Outcome outcome) {
        String page() {
            return notification.page();
        }

        Command.Kind kind() {
            return notification.command().kind();
        }

        String target() {
            return notification.command().target();
        }

        boolean arrives() {
            return outcome instanceof Outcome.Accepted || outcome instanceof Outcome.Unknown;
        }

        @Override
        public String toString() {
            return "%s %s to %s over %s: %s"
                    .formatted(at, kind(), target(), notification.channel(), outcome);
        }
    }

    private record Phone(String target, String channel) {}

    private final Map<Phone, Outcome> broken = new HashMap<>();
    private final Map<Phone, Deque<Outcome>> next = new HashMap<>();
    private final Map<String, Channel> connected = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Deque<Call> unexpected = new ArrayDeque<>();

    /// Whatever is sent over that channel goes to a real one from now on.
    void connect(String channel, Channel real) {
        connected.put(channel, real);
    }

    /// From now on it answers this to every request.
    void breaks(String target, String channel, Outcome outcome) {
        broken.put(new Phone(target, channel), outcome);
    }

    /// From now on it takes everything.
    void works(String target, String channel) {
        broken.remove(new Phone(target, channel));
    }

    /// It answers this to the next request.
    void answersOnce(String target, String channel, Outcome outcome) {
        next.computeIfAbsent(new Phone(target, channel), _ -> new ArrayDeque<>()).add(outcome);
    }

    Outcome call(Notification notification, Instant now) {
        var real = Optional.ofNullable(connected.get(notification.channel()));
        if (notification.command().kind() == Command.Kind.ACKNOWLEDGED) {
            // It rings for nobody.
            return real.map(channel -> channel.send(notification)).orElse(Channel.NOTHING);
        }
        var phone = new Phone(notification.command().target(), notification.channel());
        var outcome =
                real.map(channel -> channel.send(notification)).orElseGet(() -> answer(phone));
        var call = new Call(now, notification, outcome);
        calls.add(call);
        if (call.arrives()) {
            unexpected.add(call);
        }
        return outcome;
    }

    private Outcome answer(Phone phone) {
        return Optional.ofNullable(next.getOrDefault(phone, new ArrayDeque<>()).poll())
                .or(() -> Optional.ofNullable(broken.get(phone)))
                .orElseGet(() -> new Outcome.Accepted("receipt-" + calls.size()));
    }

    /// The oldest message that arrived and was not asked for yet.
    Call expect(Command.Kind kind, String target, String channel) {
        assertThat(unexpected).as("%s to %s over %s".formatted(kind, target, channel)).isNotEmpty();
        var call = unexpected.remove();
        assertThat(call.kind()).as(call.toString()).isEqualTo(kind);
        assertThat(call.target()).as(call.toString()).isEqualTo(target);
        assertThat(call.notification().channel()).as(call.toString()).isEqualTo(channel);
        return call;
    }

    void expectSilence() {
        assertThat(unexpected).as("messages nobody expected").isEmpty();
    }

    /// Every request for the target, also those that did not arrive.
    List<Call> calls(String target) {
        return calls.stream().filter(call -> call.target().equals(target)).toList();
    }
}
