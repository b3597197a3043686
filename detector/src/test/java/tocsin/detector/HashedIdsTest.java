package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.Random;

class HashedIdsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void it_is_a_set(long seed) {
        var random = new Random(seed);
        var ids = new HashedIds(random.nextLong());
        var truth = new HashSet<Long>();
        for (int i = 0; i < 20_000; i++) {
            long hash = i % 3 == 0 ? random.nextInt(50) << 8 : random.nextLong();
            assertThat(ids.contains(hash)).as("%d", hash).isEqualTo(truth.contains(hash));
            assertThat(ids.add(hash)).as("%d", hash).isEqualTo(truth.add(hash));
        }

        assertThat(truth).allMatch(ids::contains);
    }
}
