package tocsin.responder;

import tocsin.runtime.BuiltInDocuments;
import tocsin.runtime.definitions.Document;

import java.util.List;

/// The built-in definitions: written to the log as its first set.
public final class Defaults {
    private Defaults() {}

    /// The documents of `defaults.yaml`.
    public static List<Document> documents() {
        return BuiltInDocuments.read(Defaults.class, "defaults.yaml");
    }
}
