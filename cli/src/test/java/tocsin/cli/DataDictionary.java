package tocsin.cli;

import org.apache.avro.Schema;

import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The page of every field of every topic, from the schemas' own words.
final class DataDictionary {
    private final StringBuilder page = new StringBuilder();
    private final Set<String> told = new HashSet<>();

    private DataDictionary() {}

    static String page() {
        var dictionary = new DataDictionary();
        dictionary.page.append(
                """
                # Data dictionary

                Every topic, record and field, generated from the schemas (`schemas/src/main/avro`); a test keeps it so. Topics carry the prefix `tocsin.`. Values are Avro in Confluent's framing, under the subject `<topic>-value`, compatible in both
                directions with every released version. Times are UTC, in milliseconds.
                """);
        Topics.ALL.forEach(dictionary::tell);
        return dictionary.page.toString();
    }

    private void tell(Topic<?> topic) {
        page.append("\n## %s\n\nWritten by %s.\n".formatted(topic.name(), Writers.of(topic)));
        tell(topic.schema());
    }

    private void tell(Schema record) {
        if (!told.add(record.getName())) {
            page.append("\n**%s**: see above.\n".formatted(record.getName()));
            return;
        }
        page.append("\n**%s**: %s\n\n".formatted(record.getName(), record.getDoc()));
        page.append("| field | type | what |\n|---|---|---|\n");
        var nested = new ArrayList<Schema>();
        for (var field : record.getFields()) {
            page.append(
                    "| `%s` | %s | %s |\n"
                            .formatted(field.name(), type(field.schema()), text(field.doc())));
            records(field.schema(), nested);
        }
        nested.stream().filter(one -> !told.contains(one.getName())).forEach(this::tell);
    }

    private static String text(String doc) {
        return doc == null ? "" : doc.replace("|", "\\|");
    }

    private static void records(Schema schema, List<Schema> into) {
        switch (schema.getType()) {
            case RECORD -> into.add(schema);
            case ARRAY -> records(schema.getElementType(), into);
            case MAP -> records(schema.getValueType(), into);
            case UNION -> schema.getTypes().forEach(one -> records(one, into));
            default -> {}
        }
    }

    private static String type(Schema schema) {
        if (schema.getLogicalType() != null) {
            return schema.getLogicalType().getName();
        }
        return switch (schema.getType()) {
            case RECORD -> schema.getName();
            case ENUM ->
                    schema.getEnumSymbols().stream()
                            .map(symbol -> "`" + symbol + "`")
                            .collect(Collectors.joining(" "));
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            case UNION ->
                    schema.getTypes().stream()
                                    .filter(one -> one.getType() != Schema.Type.NULL)
                                    .map(DataDictionary::type)
                                    .collect(Collectors.joining(" or "))
                            + ", or none";
            default -> schema.getType().getName();
        };
    }
}
