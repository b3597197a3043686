package tocsin.responder.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.remediation.Remedies;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A run whose executor was killed, and the one that takes over.
class DeskTest {
    private static final Limits LIMITS = new Limits(Set.of("/opt/deploy"), Set.of());
    private static final Place PLACE = new Place(3, 77);

    private final Remedies remedies = new Remedies();
    private final Desk desk = new Desk();
    private Order order;
    private Told started;
    private Instant later;

    @BeforeEach
    void killed() {
        remedies.outage();
        remedies.approve("one");
        order = Orders.of(remedies.run(), false);
        started = Told.of(order, Told.Kind.STARTED, remedies.now(), "").with(PLACE, "");
        later = remedies.now().plus(Desk.LEASE);
        desk.read(started);
    }

    @Test
    void within_its_lease_it_is_let_alone_and_after_that_it_is_cut() {
        assertThat(desk.cut(later.minusMillis(1))).isEmpty();
        assertThat(desk.cut(later)).containsExactly(started);
    }

    @Test
    void what_a_sign_of_life_does_not_say_again_is_still_known() {
        desk.read(started.then(Told.Kind.HEARTBEAT, remedies.now(), "", null).with(null, "u"));
        desk.read(started.then(Told.Kind.HEARTBEAT, remedies.now(), "", null).with(null, ""));

        assertThat(desk.cut(later))
                .singleElement()
                .satisfies(cut -> {
                    assertThat(cut.order()).isEqualTo(PLACE);
                    assertThat(cut.status()).isEqualTo("u");
                });
    }

    @Test
    void whoever_takes_over_has_the_lease_and_tells_the_end_as_found_out() {
        var go = guard().again(order, started).orElseThrow();
        var taken = Desk.taken(started, later);
        desk.begun(new Desk.Begun(order.id(), go.step(), go.within(), order), taken);

        assertThat(taken.leaseUntil()).isEqualTo(later.plus(Desk.LEASE));
        assertThat(desk.cut(later.plus(Desk.LEASE))).isEmpty();
        assertThat(desk.beats(later.plus(Desk.BEAT))).hasSize(1);
        var end = desk.ended(order.id(), new Outcome(true, "", null, "").found(), later);
        assertThat(end.orElseThrow().kind()).isEqualTo(Told.Kind.DONE);
        assertThat(end.orElseThrow().outcome().reconciled()).isTrue();
    }

    @Test
    void another_order_than_the_one_that_began_it_says_nothing_about_it() {
        var other = started.then(Told.Kind.HEARTBEAT, later, "", null);
        var forged =
                new Told(
                        other.id(),
                        other.service(),
                        other.incident(),
                        other.kind(),
                        "0".repeat(64),
                        later,
                        "",
                        later,
                        null,
                        1,
                        PLACE,
                        "");

        assertThat(guard().again(order, other)).isPresent();
        assertThat(guard().again(order, forged)).isEmpty();
        assertThat(guard().again(Orders.of(remedies.run(), true), other)).isEmpty();
        assertThat(
                        new Guard(
                                        Optional.of(remedies.catalogue()),
                                        remedies.keys(),
                                        Limits.NONE,
                                        Optional.empty(),
                                        new Ledger(),
                                        Set.of())
                                .again(order, other))
                .isEmpty();
    }

    @Test
    void of_what_nobody_can_be_asked_about_nothing_is_known() {
        assertThat(Desk.lost(started, later).kind()).isEqualTo(Told.Kind.OUTCOME_UNKNOWN);
        assertThat(List.of(Desk.lost(started, later).reason()))
                .containsExactly("the executor was stopped in the middle of it");
    }

    private Guard guard() {
        return new Guard(
                Optional.of(remedies.catalogue()),
                remedies.keys(),
                LIMITS,
                Optional.empty(),
                new Ledger(),
                Set.of());
    }
}
