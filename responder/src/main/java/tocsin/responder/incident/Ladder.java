package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.EscalationPolicy;
import tocsin.responder.policy.Severity;
import tocsin.responder.policy.Target;
import tocsin.schemas.identity.Ids;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Who is told about one incident, and who next. In the end there is always somebody: where no step
/// has a target left, the last resort is paged.
final class Ladder {
    private final Draft draft;
    private final String id;
    private final EscalationPolicy policy;

    Ladder(Draft draft, String incident) {
        this.draft = draft;
        this.id = incident;
        this.policy = draft.policy();
    }

    /// The incident was opened.
    void begin() {
        var incident = incident();
        if (incident.stream() == Stream.PAGE && incident.severity().pages()) {
            climb(0, 0, "the incident was opened");
        } else {
            notice(incident);
        }
    }

    /// The incident was raised from `before`.
    void raised(Severity before) {
        var incident = incident();
        var severity = incident.severity();
        if (incident.stream() != Stream.PAGE || !severity.pages()) {
            return;
        }
        var reason = "raised from %s to %s".formatted(before.text(), severity.text());
        if (before.pages()) {
            widen(incident, reason);
        } else {
            climb(incident.round() + 1, 0, reason);
        }
    }

    /// Takes the next step of this round, if there is one left.
    void climb(String reason) {
        var incident = incident();
        int step = incident.step().orElse(Page.LAST_RESORT);
        if (step != Page.LAST_RESORT) {
            climb(incident.round(), step + 1, reason);
        }
    }

    /// A page did not reach its target. The next step is taken once nobody of this one is reached.
    void fail(Page page, Page.State state, String reason) {
        note(page, state, "", reason);
        var incident = incident();
        boolean current =
                page.kind() == Page.Kind.PAGE
                        && page.round() == incident.round()
                        && incident.step().filter(step -> step == page.step()).isPresent();
        if (incident.status() == Status.OPEN && current && !reachesSomebody(incident, page)) {
            climb(page.target() + " was not reached: " + reason);
        }
    }

    /// Writes down what came of a page.
    void note(Page page, Page.State state, String channel, String reason) {
        draft.add(new Fact.DeliveryChanged(id, draft.at(), page.id(), state, channel, reason));
    }

    /// Nobody needs to be woken any more.
    void takeBack(String reason) {
        for (var page : incident().pages()) {
            if (page.waitsForDelivery()) {
                note(page, Page.State.WITHDRAWN, "", reason);
            }
        }
    }

    /// Everybody who was told of the incident is told that it is over.
    void tellResolved() {
        var incident = incident();
        var told = new LinkedHashMap<String, Page>();
        incident.pages().forEach(page -> told.putIfAbsent(page.target(), page));
        for (var page : told.values()) {
            add(
                    Page.Kind.RESOLVED,
                    page.step(),
                    incident.round(),
                    new Target(page.target(), page.channels(), Set.of()),
                    null,
                    null,
                    "the incident is resolved");
        }
    }

    private void climb(int round, int from, String reason) {
        var severity = incident().severity();
        for (int step = from; step < policy.steps().size(); step++) {
            var targets = policy.steps().get(step).hearing(severity);
            if (!targets.isEmpty()) {
                page(round, step, targets, reason);
                return;
            }
        }
        // Never taken back: behind the last resort there is nobody.
        add(Page.Kind.PAGE, Page.LAST_RESORT, round, policy.lastResort(), null, null, reason);
    }

    private void page(int round, int step, List<Target> targets, String reason) {
        var times = policy.steps().get(step);
        for (var target : targets) {
            add(
                    Page.Kind.PAGE,
                    step,
                    round,
                    target,
                    draft.now().plus(times.deliverWithin()),
                    draft.now().plus(times.acknowledgeWithin()),
                    reason);
        }
    }

    /// Targets of the steps so far that want to hear of this severity only. The step that waits for
    /// an acknowledgement goes on waiting for it.
    private void widen(Incident incident, String reason) {
        var paged = incident.ladder().stream().map(Page::target).collect(Collectors.toSet());
        int reached = incident.step().orElse(Page.LAST_RESORT);
        int steps =
                reached == Page.LAST_RESORT
                        ? policy.steps().size()
                        : Math.min(reached + 1, policy.steps().size());
        for (int step = 0; step < steps; step++) {
            var times = policy.steps().get(step);
            for (var target : times.hearing(incident.severity())) {
                if (paged.add(target.name())) {
                    var deliverBy =
                            incident.status() == Status.OPEN
                                    ? draft.now().plus(times.deliverWithin())
                                    : null;
                    add(Page.Kind.PAGE, step, incident.round(), target, deliverBy, null, reason);
                }
            }
        }
    }

    private void notice(Incident incident) {
        var targets = policy.steps().getFirst().hearing(incident.severity());
        for (var target : targets) {
            add(Page.Kind.NOTICE, 0, 0, target, null, null, "the incident was opened");
        }
        if (targets.isEmpty()) {
            add(
                    Page.Kind.NOTICE,
                    Page.LAST_RESORT,
                    0,
                    policy.lastResort(),
                    null,
                    null,
                    "the incident was opened");
        }
    }

    private static boolean reachesSomebody(Incident incident, Page failed) {
        return incident.ladder().stream()
                .filter(page -> page.step() == failed.step())
                .anyMatch(page ->
                        page.state() == Page.State.ACCEPTED || page.state() == Page.State.PENDING);
    }

    private void add(
            Page.Kind kind,
            int step,
            int round,
            Target target,
            @Nullable Instant deliverBy,
            @Nullable Instant acknowledgeBy,
            String reason) {
        var pageId =
                Ids.hex(
                        id,
                        Integer.toString(step),
                        target.name(),
                        Integer.toString(round),
                        kind.name());
        draft.add(
                new Fact.Paged(
                        id,
                        draft.at(),
                        new Page(
                                pageId,
                                kind,
                                step,
                                round,
                                target.name(),
                                target.channels(),
                                Page.State.PENDING,
                                deliverBy,
                                acknowledgeBy),
                        reason));
    }

    private Incident incident() {
        return draft.incident(id);
    }
}
