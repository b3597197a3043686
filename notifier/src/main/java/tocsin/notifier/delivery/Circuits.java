package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Which channels are given a rest, by how their last calls went: one that fails, or hangs without
/// a word, is left alone for a while, longer each time, and then tried with a few pages before all
/// go there again; one that asks to be left alone is, for as long as it asks. A belief, not a fact:
/// it goes with the process, and no page waits for a channel that rests while another could take
/// it.
public final class Circuits {
    private static final int WINDOW = 20;
    private static final int CALLS_MIN = 5;
    private static final int PROBES_MAX = 2;
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofSeconds(15);
    private static final Duration REST_MAX = Duration.ofMinutes(2);

    private final Map<String, Circuit> circuits = new HashMap<>();

    /// Whether calls to the channel are to be avoided now.
    public boolean shuns(String channel, Instant now) {
        var circuit = circuits.get(channel);
        return circuit != null && now.isBefore(circuit.restsUntil);
    }

    /// Asks for leave to make a call, which must be followed by [#note].
    public boolean take(String channel, Instant now) {
        var circuit = circuits.computeIfAbsent(channel, _ -> new Circuit());
        if (now.isBefore(circuit.restsUntil)) {
            return false;
        }
        if (circuit.probing && circuit.probes >= PROBES_MAX) {
            return false;
        }
        circuit.probes += circuit.probing ? 1 : 0;
        return true;
    }

    /// How a call went.
    ///
    /// @param took from the request to its end
    public void note(String channel, Outcome outcome, Duration took, Instant now) {
        var circuit = circuits.computeIfAbsent(channel, _ -> new Circuit());
        circuit.returned();
        switch (outcome) {
            case Outcome.Accepted _ -> circuit.went(took.compareTo(SLOW) <= 0, now);
            // It was there, and said what it thinks.
            case Outcome.Refused _ -> circuit.went(true, now);
            case Outcome.Unknown _ -> {
                circuit.went(false, now);
                if (took.compareTo(SLOW) > 0) {
                    circuit.hung(took, now);
                }
            }
            case Outcome.TryAgain(_, var after) -> {
                circuit.went(false, now);
                after.ifPresent(asked -> circuit.restUntil(now.plus(Backoff.bounded(asked))));
            }
        }
    }

    /// How many channels rest.
    public int resting(Instant now) {
        return (int)
                circuits.values().stream()
                        .filter(circuit -> now.isBefore(circuit.restsUntil))
                        .count();
    }

    private static final class Circuit {
        private final Deque<Boolean> recent = new ArrayDeque<>();
        private Instant wentWell = Instant.EPOCH;
        private Instant restsUntil = Instant.EPOCH;
        private Duration rest = REST;
        private boolean probing;
        private int probes;

        private void returned() {
            probes = Math.max(0, probes - 1);
        }

        private void went(boolean well, Instant now) {
            wentWell = well ? now : wentWell;
            if (now.isBefore(restsUntil)) {
                // It was called before it was given a rest.
                return;
            }
            if (probing) {
                probed(well, now);
                return;
            }
            recent.addLast(well);
            if (recent.size() > WINDOW) {
                recent.removeFirst();
            }
            if (recent.size() >= CALLS_MIN && 2 * failures() >= recent.size()) {
                rest(now);
            }
        }

        /// A call hung, and none went well in all that time: nobody else should wait as long.
        private void hung(Duration took, Instant now) {
            if (!now.isBefore(restsUntil) && wentWell.isBefore(now.minus(took))) {
                rest(now);
            }
        }

        private void probed(boolean well, Instant now) {
            if (well) {
                probing = false;
                rest = REST;
                recent.clear();
            } else {
                var longer = rest.multipliedBy(2);
                rest = longer.compareTo(REST_MAX) > 0 ? REST_MAX : longer;
                rest(now);
            }
        }

        private void rest(Instant now) {
            probing = true;
            probes = 0;
            restUntil(now.plus(rest));
        }

        private void restUntil(Instant until) {
            restsUntil = until.isAfter(restsUntil) ? until : restsUntil;
        }

        private long failures() {
            return recent.stream().filter(well -> !well).count();
        }
    }
}
