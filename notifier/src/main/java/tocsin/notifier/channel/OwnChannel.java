package tocsin.notifier.channel;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A channel that no definition names: what it is comes from a setting, so that it works while
/// nothing of the log can be read.
public record OwnChannel(Document document, Optional<Secret> secret) {
    /// What reaches a person wherever they are.
    private static final List<String> TYPES =
            Channels.TYPES.stream()
                    .filter(type ->
                            !List.of("console", "github", "jira", "statuspage").contains(type))
                    .toList();

    private static final String NAME = "last-resort";

    /// Reads the `spec` of a channel.
    ///
    /// @throws IllegalArgumentException when it is none, with the reason
    public static OwnChannel parse(String json) {
        var spec = Json.read(json);
        if (!spec.isObject()) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        if (!TYPES.contains(spec.path("type").asString(""))) {
            throw new IllegalArgumentException("its type is one of " + String.join(", ", TYPES));
        }
        var document = new Document("Channel", NAME, body(spec));
        var findings = new ChannelLint().check(set(document));
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException(
                    findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        }
        return new OwnChannel(document, Optional.empty());
    }

    /// The same with its secret.
    public OwnChannel with(Optional<Secret> itsSecret) {
        return new OwnChannel(document, itsSecret);
    }

    private static JsonNode body(JsonNode spec) {
        return JsonMapper.shared().createObjectNode().set("spec", spec);
    }

    private static DefinitionSet set(Document document) {
        return new DefinitionSet(0, "", Instant.EPOCH, List.of(document));
    }
}
