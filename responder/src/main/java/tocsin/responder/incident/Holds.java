package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether pages of one incident are held back: by a silence, or because something that its service
/// depends on may be the reason. Each beginning is a fact.
final class Holds {
    static final String DEPENDENCIES = "dependencies";

    private final Draft draft;
    private final String id;

    Holds(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
    }

    /// Whether nobody is paged now.
    boolean hold() {
        return silenced() || incident().held() != null;
    }

    /// Whether everything that fires is silenced. The first time, and when something else silences
    /// it, that is a fact.
    boolean silenced() {
        var quiet = draft.quiet(incident());
        quiet.ifPresent(this::suppress);
        return quiet.isPresent();
    }

    /// Whether a page has to wait for news of what the service depends on. Other services are
    /// looked at by a timer only, so the answer is never known at once.
    boolean waits() {
        var incident = incident();
        var wait = draft.policy().pace().holdForDependencies();
        if (wait == null
                || incident.stream() != Stream.PAGE
                || !incident.severity().pages()
                || !draft.rulebook().dependsOnOthers(draft.state().service())) {
            return false;
        }
        await(wait, "is something it depends on the reason? that is waited for");
        return true;
    }

    /// A timer has looked around.
    ///
    /// @return why pages are held back no more; empty when they still are, or never were
    Optional<String> ask(Seen seen) {
        var held = incident().held();
        if (held == null || silenced()) {
            return Optional.empty();
        }
        if (held.kind() == Incident.Hold.ATTACHED && seen.stillOpen(held.by())) {
            return Optional.empty();
        }
        var root = seen.root();
        if (root.isPresent()) {
            attach(root.get());
            return Optional.empty();
        }
        return switch (held.kind()) {
            case SILENCED -> Optional.of(silenceOver(held));
            case WAITING ->
                    isOver(held.until(), seen)
                            ? Optional.of("nothing it depends on is the reason, and it fires")
                            : Optional.empty();
            case ATTACHED -> rootIsOver(held.by());
        };
    }

    static String silenceOver(Incident.Held held) {
        return held.by() + " does not silence it any more, and it fires";
    }

    /// Something it depends on that waits itself is waited for, but only as long once more.
    private boolean isOver(@Nullable Instant until, Seen seen) {
        if (until == null) {
            return true;
        }
        var wait = draft.policy().pace().holdForDependencies();
        return !draft.now()
                .isBefore(seen.somebodyWaits() && wait != null ? until.plus(wait) : until);
    }

    private Optional<String> rootIsOver(String root) {
        var wait = draft.policy().pace().holdForDependencies();
        if (wait == null) {
            return Optional.of(root + " is over, and it fires");
        }
        await(wait, root + " is over; whether this follows is waited for");
        return Optional.empty();
    }

    private void suppress(Quiet quiet) {
        var held = incident().held();
        if (held == null || !held.by().equals(quiet.by())) {
            add(Incident.Hold.SILENCED, quiet.by(), null, quiet.text());
            new Paging(draft, id).takeBack(quiet.text());
            new Clocks(draft, id).held();
        }
    }

    private void attach(Neighbour root) {
        var reason =
                "it depends on %s, which has %s (%s)"
                        .formatted(root.service(), root.incident(), root.severity().text());
        add(Incident.Hold.ATTACHED, root.incident(), null, reason);
        new Clocks(draft, id).held();
    }

    private void await(Duration wait, String reason) {
        add(Incident.Hold.WAITING, DEPENDENCIES, draft.now().plus(wait), reason);
    }

    private void add(Incident.Hold kind, String by, @Nullable Instant until, String reason) {
        draft.add(new Fact.Suppressed(id, draft.at(), draft.now(), kind, by, until, reason));
    }

    private Incident incident() {
        return draft.incident(id);
    }
}
