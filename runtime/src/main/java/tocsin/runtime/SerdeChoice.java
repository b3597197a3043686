package tocsin.runtime;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

import tocsin.schemas.AvroSerde;
import tocsin.schemas.ChosenSerdes;
import tocsin.schemas.SchemaRegistry;
import tocsin.schemas.ValueSerdes;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which classes write and read values: our own, or some that an operator named, such as
/// Confluent's.
///
/// @param classes a Serde, or a Serializer and a Deserializer with a comma between
/// @param settings what they are configured with, beside what follows from our own settings
public record SerdeChoice(String classes, Map<String, String> settings) {
    /// Our own.
    public static final SerdeChoice OWN = new SerdeChoice(AvroSerde.class.getName(), Map.of());

    private static final Setting<String> VALUE_SERDE =
            new Setting<>(
                    "VALUE_SERDE",
                    SettingType.of("class, or two with a comma", SerdeChoice::checked),
                    OWN.classes,
                    OWN.classes,
                    "Class that writes and reads values, or a serializer and a deserializer");
    private static final Setting<String> PASS_THROUGH =
            new Setting<>(
                    "SERDE_<NAME>",
                    SettingType.AS_IT_STANDS,
                    "",
                    "AUTO_REGISTER_SCHEMAS=false",
                    "A setting of the class that TOCSIN_VALUE_SERDE names, by the rules of"
                            + " TOCSIN_KAFKA_<NAME>");

    /// Reads the settings.
    static SerdeChoice from(Settings settings) {
        return new SerdeChoice(settings.get(VALUE_SERDE), settings.properties(PASS_THROUGH));
    }

    private static String checked(String classes) {
        var choice = new SerdeChoice(classes, Map.of());
        if (!choice.own()) {
            choice.instance().close();
        }
        return classes;
    }

    private boolean own() {
        return classes.equals(OWN.classes);
    }

    /// The serdes, configured.
    ///
    /// @param registry where our own find schemas
    /// @param asked the same registry without a file that stands in for it
    /// @throws IllegalArgumentException when the chosen classes do not take their settings
    ValueSerdes open(KafkaConfig kafka, SchemaRegistry registry, SchemaRegistry asked) {
        if (own()) {
            return ValueSerdes.own(kafka.prefix(), registry);
        }
        var config = config(kafka.registries());
        try {
            return new ChosenSerdes(
                    kafka.prefix(),
                    asked,
                    () -> {
                        var serde = instance();
                        serde.configure(config, false);
                        return serde;
                    });
        } catch (KafkaException | LinkageError e) {
            throw new IllegalArgumentException(
                    "bad settings:\n  %s=%s does not take its settings: %s; set TOCSIN_SERDE_*"
                            .formatted(VALUE_SERDE.variable(), classes, e.getMessage()),
                    e);
        }
    }

    private Map<String, Object> config(List<URI> registries) {
        var config = new HashMap<String, Object>();
        config.put(
                "schema.registry.url",
                registries.stream().map(URI::toString).collect(Collectors.joining(",")));
        config.put("specific.avro.reader", true);
        config.putAll(settings);
        return config;
    }

    /// A new one, not configured yet.
    private Serde<Object> instance() {
        var names = classes.split(",", -1);
        return switch (names.length) {
            case 1 -> made(names[0], Serde.class);
            case 2 ->
                    Serdes.serdeFrom(
                            made(names[0], Serializer.class), made(names[1], Deserializer.class));
            default -> throw new IllegalArgumentException("a class, or two with a comma between");
        };
    }

    /// What it can be given and gives is seen only when it is used; [ChosenSerdes] checks it.
    @SuppressWarnings("unchecked")
    private static <P> P made(String name, Class<? super P> type) {
        var made = made(name.strip());
        if (!type.isInstance(made)) {
            throw new IllegalArgumentException(name.strip() + " is no " + type.getName());
        }
        return (P) made;
    }

    private static Object made(String name) {
        try {
            return Class.forName(name).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "no class "
                            + name
                            + " is there; mind the spelling, or put its jar into the folder lib"
                            + " (for Confluent's, build with -Pconfluent)",
                    e);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new IllegalArgumentException(
                    name + " has no public constructor without parameters", e);
        } catch (InvocationTargetException | LinkageError e) {
            throw new IllegalArgumentException(name + " cannot be loaded: " + e, e);
        }
    }
}
