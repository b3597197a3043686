package tocsin.schemas;

import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.NullMarked;

import java.time.Duration;
import java.util.List;

/// One topic of the catalogue: its name without the installation's prefix, what its values are, how
/// it is partitioned and how long it is kept.
///
/// @param <T> the generated class of its values
/// @param name the name without prefix, such as `metrics`
/// @param type the class of its values
/// @param schema the schema this build writes and reads with
/// @param layout how it is partitioned
/// @param retention how long records are kept, by record timestamp; [#FOREVER] for always
@NullMarked
public record Topic<T extends SpecificRecord>(
        String name, Class<T> type, Schema schema, Layout layout, Duration retention) {

    /// Kept for ever.
    public static final Duration FOREVER = Duration.ofMillis(-1);

    static {
        // Avro refuses to load generated classes of packages it was not told to trust.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackageName().equals(Topic.class.getPackageName())));
        // No record is longer than this; a damaged one may say that two gigabytes of text follow.
        for (var limit : List.of("string.maxLength", "bytes.maxLength")) {
            System.getProperties().putIfAbsent("org.apache.avro.limits." + limit, "16777216");
        }
        // Avro compares the elements of lists with its generic model.
        GenericData.get().addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    /// How a topic is partitioned and cleaned.
    public enum Layout {
        /// Keyed by service; every such topic has the same partition count.
        BY_SERVICE,
        /// Keyed by service, with the newest value of each key kept for ever.
        COMPACTED,
        /// One partition, so that it has one order.
        SINGLE_PARTITION
    }

    public Topic {
        // Avro's generator overlooks times that stand only inside nested records.
        SpecificData.getForClass(type)
                .addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    /// The name on the broker.
    public String name(String prefix) {
        return prefix + name;
    }

    /// The registry's subject for the values (TopicNameStrategy).
    public String subject(String prefix) {
        return name(prefix) + "-value";
    }
}
