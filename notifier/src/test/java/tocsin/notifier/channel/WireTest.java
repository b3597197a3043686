package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.notifier.channel.message.Sample;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What each provider gets of an incident, kind after kind, and of a drill.
class WireTest {
    private static final Path GOLDEN = Path.of("src/test/resources/tocsin/notifier/channel/golden");

    static List<String> types() {
        return EveryChannel.TYPES;
    }

    /// With `-Dgolden=write` the files are written instead.
    @ParameterizedTest
    @MethodSource("types")
    void each_kind_reads_like_this_to_the_provider(String type) throws IOException {
        var told = new StringBuilder();
        for (boolean drill : new boolean[] {false, true}) {
            try (var every = new EveryChannel()) {
                tell(type, drill, every, told);
            }
        }

        var file = GOLDEN.resolve(type + ".txt");
        if (System.getProperty("golden", "").equals("write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, told);
        }
        assertThat(told.toString()).as(file.toString()).isEqualTo(Files.readString(file));
    }

    private static void tell(String type, boolean drill, EveryChannel every, StringBuilder told) {
        var first = Optional.<String>empty();
        int arrived = 0;
        for (var kind : Command.Kind.values()) {
            var outcome = every.channels().send(notification(type, kind, drill, first));
            if (first.isEmpty() && outcome instanceof Outcome.Accepted(var receipt)) {
                first = Optional.of(receipt);
            }
            told.append("=== ").append(kind.id()).append(drill ? ", a drill\n" : "\n");
            var all = every.arrived(type);
            all.subList(arrived, all.size()).forEach(one -> told.append(one).append('\n'));
            arrived = all.size();
        }
    }

    private static Notification notification(
            String type, Command.Kind kind, boolean drill, Optional<String> first) {
        var event = Json.read(Json.text(Map.of("type", kind.id(), "drill", drill)));
        return new Notification(Sample.of(event).command(), type, 1, false, first);
    }
}
