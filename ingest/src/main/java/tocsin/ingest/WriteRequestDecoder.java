package tocsin.ingest;

import com.google.protobuf.CodedInputStream;

import org.xerial.snappy.Snappy;

import tocsin.ingest.prometheus.Label;
import tocsin.ingest.prometheus.Reading;
import tocsin.ingest.prometheus.Series;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Decodes one snappy-compressed `prometheus.WriteRequest`. Bounded before anything is inflated or
/// collected; unknown fields are skipped.
final class WriteRequestDecoder {
    static final int MAX_INFLATED_BYTES = 32 * 1024 * 1024;
    static final int MAX_SERIES = 50_000;
    static final int MAX_SAMPLES = 200_000;
    static final int MAX_LABELS = 1_000_000;

    // Tags are field number and wire type, as they stand on the wire.
    private static final int REQUEST_TIMESERIES = 1 << 3 | 2;
    private static final int REQUEST_METADATA = 3 << 3 | 2;
    private static final int SERIES_LABEL = 1 << 3 | 2;
    private static final int SERIES_SAMPLE = 2 << 3 | 2;
    private static final int SERIES_EXEMPLAR = 3 << 3 | 2;
    private static final int SERIES_HISTOGRAM = 4 << 3 | 2;
    private static final int LABEL_NAME = 1 << 3 | 2;
    private static final int LABEL_VALUE = 2 << 3 | 2;
    private static final int SAMPLE_VALUE = 1 << 3 | 1;
    private static final int SAMPLE_TIMESTAMP = 2 << 3;

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }

    /// Reads one field of a message.
    private interface Field {
        void read(int tag) throws IOException;
    }

    /// Reads one message.
    private interface Message {
        void read() throws IOException;
    }

    private final CodedInputStream in;
    private final List<Series> series = new ArrayList<>();
    private int labels;
    private int samples;
    private int metadata;
    private int exemplars;
    private int histograms;

    private WriteRequestDecoder(byte[] message) {
        in = CodedInputStream.newInstance(message);
    }

    static WriteRequest decode(byte[] body) {
        try {
            long inflated = Snappy.uncompressedLength(body);
            if (inflated < 0 || inflated > MAX_INFLATED_BYTES) {
                return new WriteRequest.TooLarge(
                        "%d bytes when inflated, at most %d"
                                .formatted(inflated, MAX_INFLATED_BYTES));
            }
            var message = Snappy.uncompress(body);
            return new WriteRequestDecoder(message).request(message.length);
        } catch (TooLargeException e) {
            return new WriteRequest.TooLarge(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new WriteRequest.Malformed("no write request in snappy block format: " + e);
        }
    }

    private WriteRequest request(int length) throws IOException {
        // Without a limit, a message that was cut short would end as if it were whole.
        in.pushLimit(length);
        fields(tag -> {
            switch (tag) {
                case REQUEST_TIMESERIES -> nested(this::series);
                case REQUEST_METADATA -> metadata += skipped(tag);
                default -> skipped(tag);
            }
        });
        return new WriteRequest.Decoded(series, metadata, exemplars, histograms);
    }

    private void series() throws IOException {
        bound(series.size() + 1, MAX_SERIES, "series");
        var found = new Series(new ArrayList<>(), new ArrayList<>());
        fields(tag -> {
            switch (tag) {
                case SERIES_LABEL -> nested(() -> found.labels().add(label()));
                case SERIES_SAMPLE -> nested(() -> found.readings().add(sample()));
                case SERIES_EXEMPLAR -> exemplars += skipped(tag);
                case SERIES_HISTOGRAM -> histograms += skipped(tag);
                default -> skipped(tag);
            }
        });
        series.add(found);
    }

    private Label label() throws IOException {
        bound(++labels, MAX_LABELS, "labels");
        var text = new String[] {"", ""};
        fields(tag -> {
            switch (tag) {
                case LABEL_NAME -> text[0] = in.readStringRequireUtf8();
                case LABEL_VALUE -> text[1] = in.readStringRequireUtf8();
                default -> skipped(tag);
            }
        });
        return new Label(text[0], text[1]);
    }

    private Reading sample() throws IOException {
        bound(++samples, MAX_SAMPLES, "samples");
        var parts = new long[2];
        fields(tag -> {
            switch (tag) {
                case SAMPLE_VALUE -> parts[0] = in.readFixed64();
                case SAMPLE_TIMESTAMP -> parts[1] = in.readInt64();
                default -> skipped(tag);
            }
        });
        return new Reading(parts[0], parts[1]);
    }

    private void nested(Message message) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        message.read();
        in.popLimit(outer);
    }

    private void fields(Field field) throws IOException {
        while (!in.isAtEnd()) {
            field.read(in.readTag());
        }
    }

    /// Skips one field; answers 1, to be counted.
    private int skipped(int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new IOException("a group ends that never began");
        }
        return 1;
    }

    private static void bound(int count, int limit, String what) throws TooLargeException {
        if (count > limit) {
            throw new TooLargeException("more than " + limit + " " + what);
        }
    }
}
