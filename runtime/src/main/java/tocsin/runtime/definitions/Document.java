package tocsin.runtime.definitions;

import tools.jackson.databind.JsonNode;

/// One document of configuration, as an operator wrote it.
///
/// @param kind what it defines, such as `SLO`, `BurnPolicy`, `EscalationPolicy`, `Channel`
/// @param name `metadata.name`, unique among the documents of its kind
/// @param body the whole document
public record Document(String kind, String name, JsonNode body) {
    public Document {
        if (kind.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException(
                    "a document needs a kind and a name, not '" + kind + "/" + name + "'");
        }
    }

    /// `kind/name`, unique within a set.
    public String key() {
        return kind + "/" + name;
    }

    /// What the kind defines.
    public JsonNode spec() {
        return body.path("spec");
    }

    /// An annotation of `metadata`, or `absent`.
    public String annotation(String key, String absent) {
        return body.path("metadata").path("annotations").path(key).asString(absent);
    }
}
