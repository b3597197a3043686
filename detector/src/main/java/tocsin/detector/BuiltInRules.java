package tocsin.detector;

import tocsin.runtime.BuiltInDocuments;
import tocsin.runtime.definitions.Document;

import java.util.List;

/// The rules that watch whatever is sent, unless definitions replace them or switch them off. They
/// belong to a version of Tocsin, not to a set on the log, so that better ones come with an update.
public final class BuiltInRules {
    private static final List<Document> DOCUMENTS =
            BuiltInDocuments.read(BuiltInRules.class, "rules.yaml");

    private BuiltInRules() {}

    /// The documents of `rules.yaml`.
    public static List<Document> documents() {
        return DOCUMENTS;
    }
}
