package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

class NamesTest {
    private final Names names = new Names();

    @Test
    void a_name_that_comes_again_is_the_same_object() throws IOException {
        var first = read("checkout");

        assertThat(read("pay")).isEqualTo("pay");
        assertThat(read("checkout")).isSameAs(first);
    }

    /// `Aa` and `BB` have one hash, and `\u00e9` is written in two bytes.
    @ParameterizedTest
    @ValueSource(strings = {"", "Aa", "BB", "\u00e9", "\u00c3\u00a9", "\u4e2d", "a\0b"})
    void every_name_is_read_as_it_was_written(String name) throws IOException {
        read("BB");
        read("\u00e9");
        read("x".repeat(1_000));

        assertThat(read(name)).isEqualTo(name);
        assertThat(read(name)).isEqualTo(name);
    }

    @Test
    void endless_names_are_read_right_and_not_kept() throws IOException {
        for (int i = 0; i < 3 * Names.KEPT; i++) {
            assertThat(read("service-" + i)).isEqualTo("service-" + i);
        }
    }

    private String read(String name) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = EncoderFactory.get().binaryEncoder(bytes, null);
        out.writeString(name);
        out.flush();
        return names.read(DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
