package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class DigestTest {
    @Test
    void a_digest_says_how_many_more_there_are_and_names_some() {
        var others = new ArrayList<Command.Notify>();
        for (int page = 1; page <= 12; page++) {
            others.add(Pages.page("p" + page, page, "phone"));
        }

        var notification =
                new Notification(Pages.page("p0", 0, "phone"), "phone", 1, false)
                        .speakingFor(others);

        assertThat(notification.page()).isEqualTo("p0");
        assertThat(notification.others()).hasSize(12);
        assertThat(notification.message().title()).startsWith("(+12 more) checkout burns");
        assertThat(notification.message().evidence())
                .contains("Also: SEV-2 checkout: checkout burns")
                .endsWith("; and 2 more");
    }

    @Test
    void a_page_that_speaks_for_no_other_is_as_it_was() {
        var notification = Pages.notification("p1");

        assertThat(notification.speakingFor(List.of())).isSameAs(notification);
    }
}
