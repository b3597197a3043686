package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Envelope;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ControlHistoryTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final ControlHistory history = new ControlHistory();

    @Test
    void a_later_version_counts_from_its_own_beginning() {
        history.add(control("s1", ControlKind.SILENCE, 0, 60));
        history.add(control("s1", ControlKind.SILENCE, 30, 90));

        assertThat(history.at(NINE.minusSeconds(1))).isEmpty();
        assertThat(history.at(NINE)).extracting(Control::getTo).containsExactly(at(60));
        assertThat(history.at(at(30))).extracting(Control::getTo).containsExactly(at(90));
        assertThat(history.at(at(90))).isEmpty();
        assertThat(history.newest()).hasSize(1);
    }

    @Test
    void a_removed_one_is_over_but_was_in_effect() {
        history.add(control("s1", ControlKind.SILENCE, 0, 60));
        history.add(control("s1", ControlKind.REMOVED, 30, 0));

        assertThat(history.at(at(29))).hasSize(1);
        assertThat(history.at(at(30))).isEmpty();
        assertThat(history.newest()).isEmpty();
    }

    @Test
    void one_without_an_end_is_in_effect_until_it_is_removed() {
        history.add(control("remediation", ControlKind.KILL_SWITCH, 0, -1));
        assertThat(history.at(at(1_000_000))).hasSize(1);

        history.add(control("remediation", ControlKind.REMOVED, 2_000_000, 0));
        assertThat(history.at(at(1_000_000))).hasSize(1);
        assertThat(history.at(at(2_000_000))).isEmpty();
    }

    @Test
    void whatever_is_added_each_moment_shows_what_the_last_version_by_then_says() {
        var random = new Random(7);
        var all = new ArrayList<Control>();
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(1_000);
            var kind = random.nextInt(4) == 0 ? ControlKind.REMOVED : ControlKind.SILENCE;
            var id = "s" + random.nextInt(20);
            all.add(control(id, kind, from, from + 1 + random.nextInt(300)));
            history.add(all.getLast());
            for (int second = 0; second < 1_300; second += 50) {
                assertThat(history.at(at(second)))
                        .containsExactlyInAnyOrderElementsOf(naive(all, at(second)));
            }
        }
    }

    private static List<Control> naive(List<Control> all, Instant time) {
        var found = new ArrayList<Control>();
        for (int id = 0; id < 20; id++) {
            var name = "s" + id;
            all.reversed().stream()
                    .filter(control -> control.getEnvelope().getId().equals(name))
                    .filter(control -> !time.isBefore(control.getFrom()))
                    .findFirst()
                    .filter(control -> control.getKind() != ControlKind.REMOVED)
                    .filter(control -> time.isBefore(control.getTo()))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Instant at(long second) {
        return NINE.plusSeconds(second);
    }

    /// @param to negative for no end
    private static Control control(String id, ControlKind kind, long from, long to) {
        return Control.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(id).setAt(NINE).build())
                .setKind(kind)
                .setFrom(at(from))
                .setTo(to < 0 ? null : at(to))
                .build();
    }
}
