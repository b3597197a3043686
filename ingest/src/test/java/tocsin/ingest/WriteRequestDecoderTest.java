package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.ingest.prometheus.Label;
import tocsin.ingest.prometheus.Reading;
import tocsin.ingest.prometheus.Series;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

class WriteRequestDecoderTest {
    private static final byte[] SERIES =
            WriteRequests.series(7.5, 1_767_603_600_000L, "__name__", "x", "job", "zahlung-ü");

    @Test
    void labels_and_samples_are_read() {
        assertThat(decode(WriteRequests.request(SERIES)))
                .isEqualTo(
                        new WriteRequest.Decoded(
                                List.of(
                                        new Series(
                                                List.of(
                                                        new Label("__name__", "x"),
                                                        new Label("job", "zahlung-ü")),
                                                List.of(
                                                        new Reading(
                                                                Double.doubleToRawLongBits(7.5),
                                                                1_767_603_600_000L)))),
                                0,
                                0,
                                0));
    }

    @Test
    void the_bits_of_a_staleness_marker_survive() {
        var series =
                WriteRequests.message(
                        out -> out.writeByteArray(2, WriteRequests.sample(Reading.STALE, 1)));

        assertThat(((WriteRequest.Decoded) decode(WriteRequests.request(series))).series())
                .singleElement()
                .satisfies(read -> assertThat(read.readings().getFirst().stale()).isTrue());
    }

    @Test
    void what_is_not_used_is_skipped_and_counted() {
        var series =
                WriteRequests.message(out -> {
                    out.writeByteArray(1, WriteRequests.label("a", "b"));
                    out.writeByteArray(3, new byte[] {1});
                    out.writeByteArray(4, new byte[0]);
                    out.writeByteArray(4, new byte[0]);
                    out.writeInt32(99, 1);
                });
        var request =
                WriteRequests.message(out -> {
                    out.writeByteArray(1, series);
                    out.writeByteArray(3, new byte[0]);
                    out.writeFixed32(7, 1);
                });

        assertThat(decode(request))
                .isInstanceOfSatisfying(
                        WriteRequest.Decoded.class,
                        decoded -> {
                            assertThat(decoded.series()).hasSize(1);
                            assertThat(decoded.metadata()).isEqualTo(1);
                            assertThat(decoded.exemplars()).isEqualTo(1);
                            assertThat(decoded.histograms()).isEqualTo(2);
                        });
    }

    @Test
    void a_message_cut_short_anywhere_but_between_series_is_malformed() {
        var request = WriteRequests.request(SERIES, SERIES);
        int boundary = request.length / 2;

        for (int length = 1; length < request.length; length++) {
            var cut = decode(Arrays.copyOf(request, length));
            if (length != boundary) {
                assertThat(cut).as("%d", length).isInstanceOf(WriteRequest.Malformed.class);
            }
        }
    }

    @Test
    void an_inflated_size_over_the_limit_is_refused_before_anything_is_inflated() {
        // Four gigabytes less one, in a header of five bytes.
        byte[] bomb = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0x00};
        byte[] honest = WriteRequests.snappy(new byte[WriteRequestDecoder.MAX_INFLATED_BYTES + 1]);

        assertThat(WriteRequestDecoder.decode(bomb)).isNotInstanceOf(WriteRequest.Decoded.class);
        assertThat(WriteRequestDecoder.decode(honest)).isInstanceOf(WriteRequest.TooLarge.class);
    }

    @Test
    void more_series_or_samples_than_the_limit_are_too_large() {
        var empty = new byte[2 * (WriteRequestDecoder.MAX_SERIES + 1)];
        for (int i = 0; i < empty.length; i += 2) {
            empty[i] = 10;
        }
        var samples = new byte[2 * (WriteRequestDecoder.MAX_SAMPLES + 1)];
        for (int i = 0; i < samples.length; i += 2) {
            samples[i] = 18;
        }

        assertThat(decode(empty)).isInstanceOf(WriteRequest.TooLarge.class);
        assertThat(decode(WriteRequests.request(samples)))
                .isInstanceOf(WriteRequest.TooLarge.class);
    }

    @Test
    void random_bytes_never_do_worse_than_malformed() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);

            assertThat(WriteRequestDecoder.decode(bytes)).isNotNull();
            assertThat(decode(bytes)).isNotNull();
        }
    }

    @Test
    void a_request_with_flipped_bytes_never_does_worse_than_malformed() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var compressed = WriteRequests.snappy(WriteRequests.request(SERIES, SERIES, SERIES));
        for (int i = 0; i < 20_000; i++) {
            var request = WriteRequests.request(SERIES, SERIES);
            request[random.nextInt(request.length)] = (byte) random.nextInt();
            var packed = compressed.clone();
            packed[random.nextInt(packed.length)] = (byte) random.nextInt();

            assertThat(decode(request)).isNotNull();
            assertThat(WriteRequestDecoder.decode(packed)).isNotNull();
        }
    }

    private static WriteRequest decode(byte[] message) {
        return WriteRequestDecoder.decode(WriteRequests.snappy(message));
    }
}
