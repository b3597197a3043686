package tocsin.responder.incident;

import tocsin.responder.policy.Severity;
import tocsin.schemas.identity.Ids;

/// What causes do to the incident of one stream: open it, raise it, and by ending resolve it.
final class Causes {
    private static final int ID_CHARACTERS = 6;

    private final Draft draft;
    private final Stream stream;
    private final String title;

    /// @param title of the incident, should one be opened
    Causes(Draft draft, Stream stream, String title) {
        this.draft = draft;
        this.stream = stream;
        this.title = title;
    }

    /// A cause fires.
    void fire(Cause cause) {
        draft.state()
                .open(stream)
                .ifPresentOrElse(incident -> join(incident, cause), () -> open(cause));
    }

    /// A cause fires no more, if it did.
    ///
    /// @param last its evidence at the end; empty keeps what was known
    void end(String cause, String why, String last) {
        draft.state()
                .open(stream)
                .ifPresent(incident ->
                        incident.cause(cause)
                                .filter(Cause::firing)
                                .ifPresent(firing -> end(incident, firing, why, last)));
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
                        title));
        draft.add(new Fact.CauseChanged(id, draft.at(), cause));
        new Ladder(draft, id).begin();
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

    private void join(Incident incident, Cause cause) {
        if (incident.cause(cause.id()).filter(cause::equals).isPresent()
                || isOneTooMany(incident, cause)) {
            return;
        }
        draft.add(new Fact.CauseChanged(incident.id(), draft.at(), cause));
        if (cause.severity().worseThan(incident.severity())) {
            raise(incident, cause.severity(), cause.reason());
        }
    }

    private static boolean isOneTooMany(Incident incident, Cause cause) {
        return incident.firing().size() >= Incident.FIRING_CAUSES_MAX
                && incident.cause(cause.id()).isEmpty()
                && !cause.severity().worseThan(incident.severity());
    }

    private void raise(Incident incident, Severity to, String reason) {
        draft.add(
                new Fact.SeverityRaised(
                        incident.id(), draft.at(), incident.severity(), to, reason));
        new Ladder(draft, incident.id()).raised(incident.severity());
    }

    private void end(Incident incident, Cause firing, String why, String last) {
        draft.add(new Fact.CauseChanged(incident.id(), draft.at(), firing.ended(why, last)));
        if (draft.incident(incident.id()).firing().isEmpty()) {
            draft.add(
                    new Fact.Resolved(
                            incident.id(),
                            draft.at(),
                            draft.now(),
                            "nothing fires any more: " + why));
            var ladder = new Ladder(draft, incident.id());
            ladder.takeBack("the incident is resolved");
            ladder.tellResolved();
        }
    }
}
