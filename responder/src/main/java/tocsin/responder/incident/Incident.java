package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One stretch of a service needing attention, from opened to resolved.
///
/// @param key the dedup key of the alerts that it gathers; empty: all that have none
/// @param sequence number of its newest fact among the facts of the service
/// @param revision counts changes of status and severity
/// @param round how often the ladder had been started before
/// @param acknowledgedBy who took it on last; empty for nobody
/// @param answered ids of the newest actions, oldest first
/// @param responded whether anybody has ever taken it on
/// @param setTo the severity that a person set, until it changes otherwise; null: nobody did
/// @param reopened how often it fired again after it was resolved
/// @param resolvedAt when it was resolved last; null before
/// @param held what holds its pages back; null: nothing
/// @param changes how often a cause began or ended
/// @param folding how many alerts are no causes of their own; null: none
/// @param questions what people are asked once pages are held back no more
/// @param causes every firing cause, and the newest of the ended ones
public record Incident(
        String id,
        Stream stream,
        Severity severity,
        Status status,
        String title,
        String key,
        Instant openedAt,
        long sequence,
        int revision,
        int round,
        String acknowledgedBy,
        List<String> answered,
        boolean responded,
        @Nullable Severity setTo,
        int reopened,
        @Nullable Instant resolvedAt,
        Deadlines deadlines,
        @Nullable Held held,
        int changes,
        @Nullable Folding folding,
        List<Matter.Question> questions,
        List<Cause> causes,
        List<Page> pages) {

    /// Why nobody is paged.
    public enum Hold {
        /// Everything that fires is silenced.
        SILENCED,
        /// Whatever the service depends on may be the reason; that is waited for a short while.
        WAITING,
        /// Something it depends on has an incident, and that one is paged.
        ATTACHED
    }

    /// Pages are held back.
    ///
    /// @param by the silence, or the incident that it is attached to
    /// @param until of WAITING
    public record Held(Hold kind, String by, Instant since, @Nullable Instant until) {
        public Held {
            // States of releases that knew silences only have none.
            kind = kind == null ? Hold.SILENCED : kind;
        }
    }

    /// Whether what has this key belongs here.
    boolean gathers(Stream wanted, String dedupKey) {
        return stream == wanted && key.equals(dedupKey);
    }

    /// The incident of another service that this one is attached to.
    public Optional<String> root() {
        return Optional.ofNullable(held).filter(by -> by.kind() == Hold.ATTACHED).map(Held::by);
    }

    /// Alerts without a cause of their own.
    ///
    /// @param alerts how many were read, repetitions included
    /// @param toldAt when that was counted last
    public record Folding(long alerts, Instant toldAt) {
        static final Folding NONE = new Folding(0, Instant.EPOCH);
    }

    /// Ids of actions before these are forgotten.
    static final int ANSWERED_KEPT = 20;

    /// How soon an incident whose pages are held back looks again.
    static final Duration ASK_EVERY = Duration.ofSeconds(1);

    /// About the room that a page takes, in characters.
    private static final int PAGE_WEIGHT = 400;

    /// Further questions are not held: they stand in the queue of approvals.
    static final int QUESTIONS_MAX = 50;

    /// Pages before these are forgotten.
    static final int PAGES_KEPT = 200;

    /// More ended causes than this are forgotten, oldest first.
    static final int ENDED_CAUSES_KEPT = 100;

    /// More firing alerts than this are folded.
    static final int FIRING_ALERTS_MAX = 100;

    /// From so many changes of causes on, an alert that fires again is folded too.
    static final int CHANGES_MAX = 1_000;

    /// More room than this, in characters, is not kept for causes that fire, and half of it for
    /// those that ended.
    static final int CAUSES_WEIGHT_MAX = 100_000;

    /// How often folded alerts are counted.
    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

    public Incident {
        // States of releases that knew no keys have none.
        key = key == null ? "" : key;
        // Nor has one of releases that held no questions any.
        questions = questions == null ? List.of() : List.copyOf(questions);
        answered = List.copyOf(answered);
        causes = List.copyOf(causes);
        pages = List.copyOf(pages);
    }

    static Incident of(Fact.Opened fact, long sequence) {
        return new Incident(
                fact.incident(),
                fact.stream(),
                fact.severity(),
                Status.OPEN,
                fact.title(),
                fact.key(),
                fact.decidedAt(),
                sequence,
                1,
                0,
                "",
                List.of(),
                false,
                null,
                0,
                null,
                Deadlines.NONE,
                null,
                0,
                null,
                List.of(),
                List.of(),
                List.of());
    }

    /// Whether this cause is one of its own here. A breach always is; so is, unless too much has
    /// changed already, whatever calls for more than everything that fires.
    boolean takesIn(Cause cause) {
        return !cause.isAlert()
                || cause(cause.id()).filter(Cause::firing).isPresent()
                || (changes < CHANGES_MAX && (isWorst(cause) || hasRoom(cause)));
    }

    private boolean isWorst(Cause cause) {
        return worst().filter(other -> !cause.severity().worseThan(other.severity())).isEmpty();
    }

    private boolean hasRoom(Cause cause) {
        int alerts = 0;
        int weight = cause.weight();
        for (var other : causes) {
            if (other.firing() && other.isAlert()) {
                alerts++;
                weight += other.weight();
            }
        }
        return alerts < FIRING_ALERTS_MAX && weight <= CAUSES_WEIGHT_MAX;
    }

    /// The firing cause that this one is part of, by itself or folded.
    Optional<Cause> fires(Cause cause) {
        return cause(cause.id())
                .or(() -> cause.isAlert() ? cause(Cause.FOLDED) : Optional.empty())
                .filter(Cause::firing);
    }

    /// Whether nobody was told of it but of its budget.
    boolean unnoticed() {
        return held == null
                && status == Status.OPEN
                && pages.stream().noneMatch(page -> page.kind() == Page.Kind.NOTICE);
    }

    /// Whether this target has heard nothing but news of a budget.
    public boolean heardOfBudgetsOnly(String target) {
        return stream == Stream.BUDGET
                && pages.stream()
                        .filter(page -> page.target().equals(target))
                        .allMatch(page ->
                                switch (page.kind()) {
                                    case BUDGET, RESOLVED, ACKNOWLEDGED -> true;
                                    case PAGE, NOTICE, REMINDER, APPROVAL, REMEDIATION_FAILED ->
                                            false;
                                });
    }

    /// How much room it takes, in characters.
    int weight() {
        return causes.stream().mapToInt(Cause::weight).sum()
                + pages.size() * PAGE_WEIGHT
                + questions.size() * Matter.Question.WEIGHT;
    }

    /// Whether it is as severe as a person says, whatever its causes call for.
    boolean pinned() {
        return setTo != null;
    }

    /// What fires of its own: it holds the incident open.
    public List<Cause> firing() {
        return causes.stream().filter(cause -> cause.firing() && !cause.isDependants()).toList();
    }

    /// Services that need this one and fail with it, when they call for a severity.
    public Optional<Cause> dependants() {
        return cause(Cause.DEPENDANTS).filter(Cause::firing);
    }

    /// The firing cause that calls for most.
    Optional<Cause> worst() {
        return causes.stream().filter(Cause::firing).min(Comparator.comparing(Cause::severity));
    }

    public Optional<Page> page(String id) {
        return pages.stream().filter(page -> page.id().equals(id)).findFirst();
    }

    Optional<Cause> cause(String id) {
        return causes.stream().filter(cause -> cause.id().equals(id)).findFirst();
    }

    /// The newest step of the ladder that was paged; nothing before the first, the last resort's
    /// once that was reached.
    Optional<Integer> step() {
        var steps =
                ladder().stream()
                        .map(Page::step)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList();
        return steps.contains(Page.LAST_RESORT)
                ? Optional.of(Page.LAST_RESORT)
                : steps.stream().findFirst();
    }

    /// How often all steps of this ladder were gone through before.
    int lap() {
        return ladder().stream().mapToInt(Page::lap).max().orElse(0);
    }

    /// The pages of this round.
    List<Page> ladder() {
        return pages.stream()
                .filter(page -> page.kind() == Page.Kind.PAGE && page.round() == round)
                .toList();
    }

    /// What this incident waits for.
    List<Timer> timers() {
        var timers = new ArrayList<Timer>();
        if (held != null && (status == Status.OPEN || !questions.isEmpty())) {
            deadline(timers, Timer.Kind.HOLD, held.since().plus(ASK_EVERY));
        } else if (status == Status.OPEN && severity.pages()) {
            for (var page : pages) {
                var by = page.deliverBy();
                if (page.kind() == Page.Kind.PAGE && page.waitsForDelivery() && by != null) {
                    timers.add(Timer.delivery(id, page.id(), by));
                }
            }
            step().ifPresent(step ->
                    acknowledgeBy(step)
                            .ifPresent(
                                    by -> timers.add(Timer.acknowledgement(id, round, step, by))));
        }
        for (var page : pages) {
            var by = page.deliverBy();
            if (page.kind() != Page.Kind.PAGE && page.waitsForDelivery() && by != null) {
                timers.add(Timer.delivery(id, page.id(), by));
            }
        }
        for (var cause : causes) {
            var over = cause.over();
            if (cause.firing() && over != null) {
                timers.add(Timer.expiry(id, cause.id(), over));
            }
        }
        if (folding != null && cause(Cause.FOLDED).filter(Cause::firing).isPresent()) {
            deadline(timers, Timer.Kind.COUNT, folding.toldAt().plus(COUNT_EVERY));
        }
        deadline(timers, Timer.Kind.RESPONSE, deadlines.respondBy());
        deadline(timers, Timer.Kind.SEVERITY, deadlines.sev1At());
        deadline(timers, Timer.Kind.UPDATE, deadlines.updateBy());
        deadline(timers, Timer.Kind.LAPSE, deadlines.lapsesAt());
        deadline(timers, Timer.Kind.FALL, deadlines.lowerAt());
        deadline(timers, Timer.Kind.CALM, deadlines.resolveAt());
        return timers;
    }

    private void deadline(List<Timer> timers, Timer.Kind kind, @Nullable Instant due) {
        if (due != null) {
            timers.add(Timer.deadline(kind, id, due));
        }
    }

    private Optional<Instant> acknowledgeBy(int step) {
        return ladder().stream()
                .filter(page -> page.step() == step)
                .flatMap(page -> Optional.ofNullable(page.acknowledgeBy()).stream())
                .max(Comparator.naturalOrder());
    }
}
