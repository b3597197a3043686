package tocsin.responder.incident;

import tocsin.schemas.identity.Ids;

import java.time.Duration;

/// What causes do to an incident of one stream: open it, open it again, raise it, let it fall, and
/// by ending resolve it.
final class Causes {
    private static final int ID_CHARACTERS = 6;

    /// So long does a folded alert count that never expires by itself.
    private static final Duration FOLDED_FOR = Duration.ofHours(1);

    private final Draft draft;
    private final Stream stream;
    private final String key;
    private final String title;
    private final boolean tells;

    /// @param key the dedup key of what fires; empty for none
    /// @param title of the incident, should one be opened
    Causes(Draft draft, Stream stream, String key, String title) {
        this(draft, stream, key, title, true);
    }

    /// @param tells whether people hear that an incident begins; otherwise somebody else tells them
    Causes(Draft draft, Stream stream, String key, String title, boolean tells) {
        this.tells = tells;
        this.draft = draft;
        this.stream = stream;
        this.key = draft.state().keyOf(key);
        this.title = title;
    }

    /// A cause fires.
    void fire(Cause cause) {
        var state = draft.state();
        var open = state.open(stream, key);
        if (open.isPresent()) {
            join(open.get(), cause);
            return;
        }
        var last = state.resolved(stream, key);
        var dismissed = last.flatMap(over -> over.fires(cause));
        if (dismissed.isPresent() && !cause.severity().worseThan(dismissed.get().severity())) {
            // A person resolved it although this fired. It only goes on.
            change(
                    last.orElseThrow(),
                    dismissed.get().isFolded() ? folded(last.orElseThrow(), cause) : cause);
        } else if (last.filter(this::endedJustNow).isPresent()) {
            reopen(last.orElseThrow(), cause);
        } else {
            open(cause);
        }
    }

    /// A cause fires no more, if it did.
    ///
    /// @param last its evidence at the end; empty keeps what was known
    void end(String cause, String why, String last) {
        for (var incident : draft.state().withFiring(stream, cause)) {
            incident.cause(cause).ifPresent(firing -> end(incident, firing, why, last));
        }
    }

    /// Whether the same alert, told again, is no news.
    boolean repeats(Cause cause) {
        return draft.state()
                .open(stream, key)
                .or(() -> draft.state().resolved(stream, key))
                .flatMap(incident -> incident.cause(cause.id()))
                .filter(cause::repeats)
                .isPresent();
    }

    /// A cause of this incident was not repeated in time. What became of it elsewhere is told
    /// there.
    void expire(Incident incident, String cause) {
        incident.cause(cause)
                .filter(Cause::firing)
                .ifPresent(firing -> end(incident, firing, expired(firing), ""));
    }

    private static String expired(Cause cause) {
        return cause.isDrill() ? "the drill's time is over" : "the alert was not repeated";
    }

    private boolean endedJustNow(Incident incident) {
        var within = draft.policy().pace().reopenWithin();
        var over = incident.resolvedAt();
        return within != null && over != null && draft.now().isBefore(over.plus(within));
    }

    private void open(Cause cause) {
        var id = id(cause);
        draft.add(
                new Fact.Opened(
                        id,
                        draft.at(),
                        draft.now(),
                        stream,
                        cause.severity(),
                        cause.reason(),
                        title,
                        key));
        draft.add(new Fact.CauseChanged(id, draft.at(), cause));
        new Clocks(draft, id).began();
        begin(id, "the incident was opened");
    }

    private void begin(String id, String reason) {
        if (tells) {
            new Ladder(draft, id).begin(reason);
        }
    }

    /// How many were opened before is part of the id: an alert that expired and is told again is
    /// the same cause with the same time, but its incident is another, with pages of its own.
    private String id(Cause cause) {
        var state = draft.state();
        return state.service()
                + "-"
                + Ids.base32(
                        ID_CHARACTERS,
                        cause.id(),
                        draft.at().toString(),
                        stream.name(),
                        Long.toString(state.opened()));
    }

    /// It goes on with its history, as severe as the worst that fires now, also of what a person
    /// had resolved.
    private void reopen(Incident incident, Cause cause) {
        var id = incident.id();
        draft.add(new Fact.Reopened(id, draft.at(), "it fires again: " + cause.text()));
        draft.add(new Fact.CauseChanged(id, draft.at(), cause));
        new Clocks(draft, id).began();
        var worst = draft.incident(id).worst().orElse(cause);
        if (worst.severity() == incident.severity()) {
            begin(id, "it fires again");
            return;
        }
        var raised = worst.severity().worseThan(incident.severity());
        new Triage(draft, id).change(worst.severity(), worst.reason());
        if (!raised || incident.severity().pages()) {
            begin(id, "it fires again");
        }
    }

    private void join(Incident incident, Cause fired) {
        var cause = incident.takesIn(fired) ? fired : folded(incident, fired);
        if (isKnown(incident, cause)) {
            return;
        }
        change(incident, cause);
        new Clocks(draft, incident.id()).calms(false);
        new Triage(draft, incident.id()).causesChanged(incident);
        new Ladder(draft, incident.id()).joined();
        if (tells && stream == Stream.BUDGET && draft.incident(incident.id()).unnoticed()) {
            begin(incident.id(), "it burns too fast as well");
        }
    }

    private Cause folded(Incident incident, Cause cause) {
        return cause.foldedInto(
                incident.cause(Cause.FOLDED).filter(Cause::firing), draft.now().plus(FOLDED_FOR));
    }

    private void change(Incident incident, Cause cause) {
        if (!isKnown(incident, cause)) {
            draft.add(new Fact.CauseChanged(incident.id(), draft.at(), cause));
        }
    }

    private static boolean isKnown(Incident incident, Cause cause) {
        return incident.cause(cause.id())
                .filter(known -> cause.isFolded() ? cause.repeats(known) : cause.equals(known))
                .isPresent();
    }

    private void end(Incident incident, Cause firing, String why, String last) {
        var id = incident.id();
        draft.add(new Fact.CauseChanged(id, draft.at(), firing.ended(why, last)));
        if (incident.status() == Status.RESOLVED) {
            return;
        }
        if (!draft.incident(id).firing().isEmpty()) {
            new Triage(draft, id).causesChanged(incident);
        } else if (incident.reopened() >= draft.policy().pace().flappingAfter()) {
            new Clocks(draft, id).calms(true);
        } else {
            resolve(draft, id, "nothing fires any more: " + why);
        }
    }

    /// It is over, and everybody who heard of it is told.
    static void resolve(Draft draft, String id, String reason) {
        draft.add(new Fact.Resolved(id, draft.at(), draft.now(), reason));
        var paging = new Paging(draft, id);
        paging.takeBack("the incident is resolved");
        paging.tellResolved();
    }
}
