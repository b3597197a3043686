package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class DetourTest {
    private static final Outcome YES = new Outcome.Accepted("exit code 0");
    private static final Outcome NO = new Outcome.TryAgain("exit code 1");
    private static final String BLIND = "tocsin-blind-" + Pages.NINE.getEpochSecond();

    private final Detour detour = new Detour(Duration.ofMinutes(2));

    @Test
    void a_short_absence_is_nobodys_business() {
        detour.strand(List.of(Pages.page("p1", 1, "phone")));

        assertThat(due(true, 0)).isEmpty();
        assertThat(due(true, 119)).isEmpty();
        assertThat(due(false, 120)).isEmpty();
        assertThat(due(true, 121)).as("from the beginning").isEmpty();
    }

    @Test
    void a_long_one_is_told_once_with_every_page_that_was_open() {
        detour.strand(List.of(Pages.page("p1", 1, "phone"), Pages.page("p2", 2, "phone")));
        due(true, 0);

        assertThat(due(true, 120)).containsExactly(BLIND, "p1", "p2");

        for (var page : List.of(BLIND, "p1", "p2")) {
            detour.told(page, YES, at(121));
        }
        detour.strand(List.of(Pages.page("p2", 2, "phone")));
        assertThat(due(true, 300)).isEmpty();
        assertThat(detour.told()).containsOnlyKeys(BLIND, "p1", "p2");
    }

    @Test
    void what_is_not_taken_is_told_again_after_thirty_seconds() {
        due(true, 0);
        due(true, 120);
        detour.told(BLIND, NO, at(120));

        assertThat(due(true, 149)).isEmpty();
        assertThat(due(true, 150)).containsExactly(BLIND);
    }

    @Test
    void what_is_no_longer_valid_or_on_its_way_again_is_not_told() {
        detour.strand(
                List.of(
                        Pages.command("old", Command.Kind.PAGE, 1, Duration.ofSeconds(60), "phone"),
                        Pages.page("p1", 1, "phone")));
        due(true, 0);
        detour.back(0);
        detour.told(BLIND, YES, at(120));

        assertThat(due(true, 120)).isEmpty();
    }

    @Test
    void pages_of_an_outage_long_over_are_left_to_whoever_has_them_now() {
        detour.strand(List.of(Pages.page("p1", 1, "phone")));
        due(true, 0);
        due(false, 10);
        due(false, 200);
        due(true, 300);

        assertThat(due(true, 420)).containsExactly("tocsin-blind-" + at(300).getEpochSecond());
    }

    private List<String> due(boolean away, int seconds) {
        return detour.due(away, at(seconds)).stream().map(Command.Notify::page).toList();
    }

    private static Instant at(int seconds) {
        return Pages.NINE.plusSeconds(seconds);
    }
}
