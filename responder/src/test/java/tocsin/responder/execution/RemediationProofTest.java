package tocsin.responder.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Fact;
import tocsin.responder.remediation.Input;
import tocsin.responder.remediation.Remedies;
import tocsin.responder.remediation.Run;
import tocsin.responder.remediation.State;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Rules and executor together, with people, time, an executor that is killed at any step, records
/// that come twice or late, and somebody who may write to every topic but does not hold the key.
class RemediationProofTest {
    private static final Limits LIMITS = new Limits(Set.of("/opt/deploy"), Set.of());

    @Test
    void nothing_runs_unapproved_nothing_runs_twice_and_everything_ends() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        int began = 0;
        for (int run = 0; run < 60; run++) {
            var world = new World(random);
            for (int step = 0; step < 120; step++) {
                world.step();
            }
            world.end();
            world.check("seed %d, run %d".formatted(seed, run));
            began += world.begun.size();
        }
        assertThat(began).as("begun in all, seed %d", seed).isGreaterThan(20);
    }

    private static final class World {
        private final Random random;
        private final Remedies remedies = new Remedies();
        private final Remedies stranger = new Remedies();
        private final List<Approval> signed = new ArrayList<>();
        private final List<Told> log = new ArrayList<>();
        private final List<RunId> begun = new ArrayList<>();
        private final List<Order> orders = new ArrayList<>();
        private final Map<RunId, Order> running = new HashMap<>();
        private Desk desk = new Desk();
        private int heard;
        private int facts;
        private int incidents;
        private boolean stopped;

        World(Random random) {
            this.random = random;
            if (random.nextInt(4) == 0) {
                remedies.destructive();
            }
            stranger.outage();
        }

        void step() {
            switch (random.nextInt(14)) {
                case 0 -> {
                    if (remedies.state().runs().size() < 15) {
                        remedies.outage("checkout-" + incidents++);
                    }
                }
                case 1, 2 -> somebodyApproves();
                case 3 -> again();
                case 4 -> forgedApproval();
                case 5 -> forgedOrder();
                case 6 -> forgedResult();
                case 7 -> killed();
                case 8 -> ends();
                case 9 -> hears(random.nextInt(3));
                case 10 -> remedies.tell(new Input.Resolved(incident()));
                case 11 ->
                        remedies.tell(
                                new Input.Rated(
                                        incident(),
                                        random.nextBoolean() ? Severity.SEV1 : Severity.SEV2));
                case 12 -> {
                    stopped = random.nextInt(4) == 0;
                    if (stopped) {
                        remedies.stop("no");
                    } else {
                        remedies.goOn();
                    }
                }
                default -> passes(Duration.ofSeconds(random.nextInt(240)));
            }
            execute();
        }

        void end() {
            stopped = false;
            for (int i = 0; i < 60; i++) {
                ends();
                passes(Duration.ofMinutes(2));
                execute();
                hears(100);
            }
        }

        void check(String what) {
            assertThat(begun).as(what).doesNotHaveDuplicates();
            for (var id : begun) {
                assertThat(signed)
                        .as("%s: approval of %s", what, id)
                        .anyMatch(approval -> approval.remediation().equals(id.remediation()));
            }
            var last = new HashMap<String, Integer>();
            for (var fact : remedies.facts()) {
                if (fact instanceof Fact.Moved(var run, _, _, _) && run.state().last()) {
                    last.merge(run.proposal().id(), 1, Integer::sum);
                }
            }
            var proposed = new HashSet<String>();
            for (var fact : remedies.facts()) {
                if (fact instanceof Fact.Moved(var run, _, _, _) && run.state() == State.PROPOSED) {
                    proposed.add(run.proposal().id());
                }
            }
            assertThat(last.keySet()).as("%s: ended", what).isEqualTo(proposed);
            assertThat(last.values()).as("%s: ends", what).allMatch(count -> count == 1);
            assertThat(remedies.state().nextDue()).as(what).isEmpty();
        }

        private Optional<Run> any() {
            var runs = remedies.state().runs();
            return runs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(runs.get(random.nextInt(runs.size())));
        }

        private String incident() {
            return "checkout-" + random.nextInt(Math.max(1, incidents));
        }

        private void somebodyApproves() {
            any().ifPresent(run -> {
                var yes = remedies.signed(random.nextBoolean() ? "one" : "two", run);
                signed.add(yes);
                remedies.tell(yes);
            });
        }

        private void again() {
            if (!signed.isEmpty()) {
                remedies.tell(signed.get(random.nextInt(signed.size())));
            }
            if (!orders.isEmpty()) {
                ask(orders.get(random.nextInt(orders.size())));
            }
        }

        private void forgedApproval() {
            any().ifPresent(run -> remedies.tell(stranger.signed("one", run)));
        }

        private void forgedOrder() {
            any().ifPresent(run -> {
                var forged = List.of(stranger.signed("one", run), stranger.signed("two", run));
                ask(
                        new Order(
                                run.proposal(),
                                random.nextBoolean(),
                                run.proposal().hash(),
                                run.revision(),
                                forged,
                                random.nextBoolean() ? "default" : "",
                                remedies.now().plusSeconds(60)));
            });
        }

        private void forgedResult() {
            any().ifPresent(run ->
                    remedies.tell(
                            new Input.Executed(
                                    run.proposal().id(),
                                    random.nextBoolean(),
                                    Input.Result.values()[random.nextInt(5)],
                                    "")));
        }

        /// Whatever it ran is lost; what stands on the log is read back.
        private void killed() {
            running.clear();
            desk = new Desk();
            log.forEach(desk::read);
        }

        private void ends() {
            for (var id : List.copyOf(running.keySet())) {
                running.remove(id);
                desk.ended(id, new Outcome(random.nextInt(4) > 0, "", 0, ""), remedies.now())
                        .ifPresent(told -> {
                            // Killed just before the log has it, now and then.
                            if (random.nextInt(5) == 0) {
                                killed();
                            } else {
                                write(told);
                            }
                        });
            }
        }

        private void execute() {
            var all = remedies.facts();
            for (; facts < all.size(); facts++) {
                if (all.get(facts) instanceof Fact.Moved(var run, _, _, _)
                        && (run.state() == State.APPROVED || run.state() == State.ROLLING_BACK)) {
                    var order = Orders.of(run, run.state() == State.ROLLING_BACK);
                    orders.add(order);
                    ask(order);
                }
            }
        }

        private void ask(Order order) {
            var reply = desk.order(order, this::judge, remedies.now());
            reply.written()
                    .ifPresent(told -> {
                        log.add(told);
                        if (reply.begun().isEmpty()) {
                            desk.written(told);
                        } else if (random.nextInt(6) == 0) {
                            // Killed after the log has it and before it is run.
                            killed();
                        } else {
                            desk.begun(reply.begun().get(), told);
                            begun.add(order.id());
                            running.put(order.id(), order);
                        }
                    });
        }

        private Verdict judge(Order order, Ledger ledger, Set<String> busy, java.time.Instant now) {
            return guard(ledger, busy).judge(order, now);
        }

        private Guard guard(Ledger ledger, Set<String> busy) {
            return new Guard(
                    Optional.of(remedies.catalogue()),
                    remedies.keys(),
                    LIMITS,
                    stopped ? Optional.of("no") : Optional.empty(),
                    ledger,
                    busy);
        }

        private void write(Told told) {
            log.add(told);
            desk.written(told);
        }

        private void passes(Duration time) {
            remedies.wait(time);
            desk.beats(remedies.now()).forEach(this::write);
            desk.cut(remedies.now()).forEach(this::recover);
            remedies.tell(new Input.Passed());
        }

        /// Somebody can be asked what came of it, or not; it is run again in no case.
        private void recover(Told cut) {
            var order =
                    orders.stream()
                            .filter(one -> one.id().equals(cut.id()))
                            .findFirst()
                            .orElseThrow();
            var asked = guard(new Ledger(), Set.of()).again(order, cut);
            if (asked.isEmpty() || random.nextBoolean()) {
                write(Desk.lost(cut, remedies.now()));
                return;
            }
            var taken = Desk.taken(cut, remedies.now());
            log.add(taken);
            desk.begun(
                    new Desk.Begun(order.id(), asked.get().step(), asked.get().within(), order),
                    taken);
            running.put(order.id(), order);
        }

        /// Results reach the rules late, and some of them twice.
        private void hears(int many) {
            if (heard > 0 && random.nextInt(4) == 0) {
                tell(log.get(random.nextInt(heard)));
            }
            for (int i = 0; i < many && heard < log.size(); i++) {
                tell(log.get(heard++));
            }
        }

        private void tell(Told told) {
            if (told.kind() != Told.Kind.HEARTBEAT) {
                remedies.tell(
                        new Input.Executed(
                                told.id().remediation(),
                                told.id().undoing(),
                                Input.Result.valueOf(told.kind().name()),
                                told.reason()));
            }
        }
    }
}
