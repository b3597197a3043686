package tocsin.cli.definitions;

import tocsin.runtime.definitions.Wording;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Reads YAML with the place of every value. Whatever could blow up, or means something else than
/// it seems to (aliases, tags, duplicate keys, deep nesting), is refused with the reason. A
/// document that is no YAML keeps none of its neighbours out: `---` at the start of a line always
/// ends one.
final class YamlReader {
    /// A document and where its values stand.
    record Parsed(JsonNode body, Positions positions) {}

    /// Nothing that Tocsin reads is nested half as deep.
    static final int DEPTH_MAX = 32;

    private static final Pattern PLACE =
            Pattern.compile("^ in .*, line (\\d{1,9}), column (\\d{1,9}):?$", Pattern.MULTILINE);

    /// As many as the operators' API takes in one set.
    private static final int DOCUMENTS_MAX = 10_000;

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// The rest of this document is of no use.
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Position position;

        Refusal(Position position, String message) {
            super(message, null, false, false);
            this.position = position;
        }
    }

    private final BiConsumer<Position, String> problems;
    private final YAMLParser parser;
    private final int linesBefore;
    private final Positions positions = new Positions();

    private YamlReader(String text, int linesBefore, BiConsumer<Position, String> problems) {
        this.parser = (YAMLParser) YAML.createParser(text);
        this.linesBefore = linesBefore;
        this.problems = problems;
    }

    /// The documents of a file that can be read; `problems` hears of what cannot.
    static List<Parsed> read(String text, BiConsumer<Position, String> problems) {
        var found = new ArrayList<Parsed>();
        var lines = Arrays.asList(text.split("\n", -1));
        int from = 0;
        int documents = 0;
        for (int line = 0; line <= lines.size(); line++) {
            if (line == lines.size() || (line > from && beginsDocument(lines.get(line)))) {
                var part = lines.subList(from, line);
                if (!part.stream().allMatch(YamlReader::saysNothing)) {
                    if (++documents > DOCUMENTS_MAX) {
                        problems.accept(
                                new Position(from + 1, 1),
                                "more than " + DOCUMENTS_MAX + " documents in one file");
                        return found;
                    }
                    readOne(String.join("\n", part), from, problems, found);
                }
                from = line;
            }
        }
        return found;
    }

    private static boolean beginsDocument(String line) {
        return line.startsWith("---") && (line.length() == 3 || line.substring(3, 4).isBlank());
    }

    private static boolean saysNothing(String line) {
        return line.isBlank()
                || line.startsWith("%")
                || line.stripLeading().startsWith("#")
                || (beginsDocument(line) && saysNothing(line.substring(3)));
    }

    private static void readOne(
            String text,
            int linesBefore,
            BiConsumer<Position, String> problems,
            List<Parsed> found) {
        try {
            var reader = new YamlReader(text, linesBefore, problems);
            try (var parser = reader.parser) {
                var body = reader.value(parser.nextToken(), "", 0);
                if (parser.nextToken() != null) {
                    throw new Refusal(reader.here(), "documents must be separated by ---");
                }
                if (!body.isNull()) {
                    found.add(new Parsed(body, reader.positions));
                }
            }
        } catch (Refusal e) {
            problems.accept(e.position, String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            problems.accept(place(e, linesBefore), "no YAML: " + reason(e));
        }
    }

    /// The parser's own location is where it had got to; its message ends with where the trouble
    /// is.
    private static Position place(JacksonException e, int linesBefore) {
        var at = e.getLocation();
        int line = Math.max(1, at.getLineNr());
        int column = Math.max(1, at.getColumnNr());
        var named = PLACE.matcher(String.valueOf(e.getOriginalMessage()));
        while (named.find()) {
            line = Integer.parseInt(named.group(1));
            column = Integer.parseInt(named.group(2));
        }
        return new Position(line + linesBefore, column);
    }

    /// What the parser says, without its picture of the place.
    private static String reason(JacksonException e) {
        return String.join(
                "; ",
                String.valueOf(e.getOriginalMessage())
                        .lines()
                        .filter(line -> !line.startsWith(" "))
                        .limit(3)
                        .toList());
    }

    private JsonNode value(JsonToken token, String pointer, int depth) {
        positions.value(pointer, here());
        if (depth > DEPTH_MAX) {
            throw new Refusal(here(), "nested deeper than " + DEPTH_MAX + " levels");
        }
        if (parser.isCurrentAlias()) {
            throw new Refusal(
                    here(),
                    "aliases such as *%s are not supported; write the value itself"
                            .formatted(parser.getString()));
        }
        if (parser.getTypeId() != null) {
            throw new Refusal(here(), "tags such as " + parser.getTypeId() + " are not supported");
        }
        return switch (token) {
            case START_OBJECT -> object(pointer, depth);
            case START_ARRAY -> array(pointer, depth);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> fraction();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new Refusal(here(), "no value");
        };
    }

    private JsonNode object(String pointer, int depth) {
        var object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            var at = here();
            var member = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            if (key.equals("<<")) {
                throw new Refusal(at, "merge keys (<<) are not supported; write the values");
            }
            boolean twice = object.has(key);
            if (twice) {
                problems.accept(at, "key " + Wording.quoted(key) + " stands here twice");
            } else {
                positions.key(member, at);
            }
            var value = value(parser.nextToken(), twice ? member + "/again" : member, depth + 1);
            if (!twice) {
                object.set(key, value);
            }
        }
        return object;
    }

    private JsonNode array(String pointer, int depth) {
        var array = NODES.arrayNode();
        var token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            array.add(value(token, pointer + "/" + array.size(), depth + 1));
            token = parser.nextToken();
        }
        return array;
    }

    private JsonNode whole() {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> throw new Refusal(here(), "a number of more digits than any has here");
        };
    }

    private JsonNode fraction() {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new Refusal(here(), parser.getString() + " is no number that can be used");
        }
        return NODES.numberNode(number);
    }

    private Position here() {
        var at = parser.currentTokenLocation();
        return new Position(
                Math.max(1, at.getLineNr()) + linesBefore, Math.max(1, at.getColumnNr()));
    }
}
