package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Delta;
import tocsin.detector.window.History;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class CalmTest {
    private static final Slo SLO =
            Slos.of(
                    Slos.pair("PAGE_FAST", 14_400, "1h", "1m"),
                    Slos.pair("PAGE_SLOW", 6_000, "6h", "45m"),
                    Slos.pair("TICKET_FAST", 3_000, "1d", "2h"),
                    Slos.pair("TICKET_SLOW", 1_000, "3d", "6h"));

    private final Ring ring = new Ring();
    private final List<Facet> facets = new ArrayList<>(List.of(new Facet.TotalOutage(1)));
    private int covered;
    private int asked;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_facet_begins_to_hold_while_it_is_said_to_be_calm(long seed) {
        SLO.policy().pairs().forEach(pair -> facets.add(new Facet.Burn(pair, SLO)));
        var calm = new ArrayList<>(facets.stream().map(_ -> Calm.NONE).toList());
        var random = new Random(seed);
        var history = new History(seed);
        for (int i = 0; i < 4_000; i++) {
            count(history.next(), random);
            for (int facet = 0; facet < facets.size(); facet++) {
                calm.set(facet, check(facets.get(facet), calm.get(facet)));
            }
        }

        assertThat(covered).as("of %d", asked).isGreaterThan(asked / 4);
    }

    private void count(Delta delta, Random random) {
        long total = delta.total() * 50;
        boolean outage = random.nextInt(100) == 0;
        long bad = outage ? delta.bad() * 50 : random.nextInt(12) == 0 ? 1 + total / 300 : 0;
        ring.add(delta.start(), delta.end(), Math.min(bad, total), total, (_, _) -> {});
    }

    private Calm check(Facet facet, Calm calm) {
        asked++;
        boolean holds = facet.holds(ring, ring.last());
        if (!calm.covers(ring.last(), ring.badCounted())) {
            return holds ? Calm.NONE : facet.calm(ring, ring.last());
        }
        covered++;
        assertThat(holds).as("%s at %d", facet.name(), ring.last()).isFalse();
        return calm;
    }
}
