package tocsin.responder;

import tocsin.responder.policy.Condition;
import tocsin.responder.policy.Silence;
import tocsin.responder.policy.Silences;
import tocsin.runtime.ControlsView;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Envelope;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Between controls on the log and the silences of the rules.
public final class Controls {
    private static final int READ_MAX = 10_000;

    private Controls() {}

    /// The silences that a view of the controls knows.
    public static Silences of(ControlsView view) {
        var read = new ConcurrentHashMap<Control, Optional<Silence>>();
        return time -> {
            if (read.size() > READ_MAX) {
                read.clear();
            }
            return sorted(
                    view.at(time).stream()
                            .map(control -> read.computeIfAbsent(control, Controls::silence)));
        };
    }

    /// Those of these controls that are silences, in the order of their ids. What makes none is
    /// left out: a page too many is better than one too few.
    public static List<Silence> of(List<Control> controls) {
        return sorted(controls.stream().map(Controls::silence));
    }

    private static List<Silence> sorted(Stream<Optional<Silence>> silences) {
        return silences.flatMap(Optional::stream)
                .sorted(Comparator.comparing(Silence::id))
                .toList();
    }

    private static Optional<Silence> silence(Control control) {
        boolean silences =
                control.getKind() == ControlKind.SILENCE
                        || control.getKind() == ControlKind.MAINTENANCE;
        if (!silences) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Silence(
                            control.getEnvelope().getId(),
                            control.getKind().name(),
                            control.getFrom(),
                            control.getTo(),
                            control.getAuthor(),
                            control.getReason(),
                            control.getMatchers(),
                            control.getConditions().stream().map(Condition::of).toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The record that writes a silence.
    static Control control(Silence silence, Instant at) {
        return Control.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(silence.id()).setAt(at).build())
                .setKind(ControlKind.valueOf(silence.kind()))
                .setFrom(silence.from())
                .setTo(silence.to())
                .setAuthor(silence.author())
                .setReason(silence.reason())
                .setMatchers(silence.matchers())
                .setConditions(silence.conditions().stream().map(Condition::text).toList())
                .build();
    }

    /// The record that ends one.
    static Control removal(String id, String author, Instant from, Instant at) {
        return Control.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(id).setAt(at).build())
                .setKind(ControlKind.REMOVED)
                .setFrom(from)
                .setAuthor(author)
                .build();
    }
}
