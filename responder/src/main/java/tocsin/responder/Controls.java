package tocsin.responder;

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

/// Between controls on the log and the silences of the rules.
public final class Controls {
    private Controls() {}

    /// The silences that a view of the controls knows.
    public static Silences of(ControlsView view) {
        return time -> of(view.at(time));
    }

    /// Those of these controls that are silences, in the order of their ids. What makes none is
    /// left out: a page too many is better than one too few.
    public static List<Silence> of(List<Control> controls) {
        return controls.stream()
                .flatMap(control -> silence(control).stream())
                .sorted(Comparator.comparing(Silence::id))
                .toList();
    }

    private static Optional<Silence> silence(Control control) {
        boolean silences =
                control.getKind() == ControlKind.SILENCE
                        || control.getKind() == ControlKind.MAINTENANCE;
        int matchers = control.getMatchers().size();
        return silences && matchers > 0 && matchers <= Silence.MATCHERS_MAX
                ? Optional.of(
                        new Silence(
                                control.getEnvelope().getId(),
                                control.getKind().name(),
                                control.getFrom(),
                                control.getTo(),
                                control.getAuthor(),
                                control.getReason(),
                                control.getMatchers()))
                : Optional.empty();
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
