package tocsin.responder.remediation;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.List;

/// The actions of one set of definitions, in the order they were applied.
///
/// @param version of the set of definitions
/// @param problems documents that are not used, each with the reason
public record Catalogue(long version, List<Action> actions, List<Finding> problems) {
    public Catalogue {
        actions = List.copyOf(actions);
        problems = List.copyOf(problems);
    }

    /// Reads the documents of one set.
    public static Catalogue of(DefinitionSet set) {
        var actions = new ArrayList<Action>();
        var problems = new ArrayList<Finding>();
        for (var document : set.ofKind("Action")) {
            try {
                actions.add(ActionDocument.read(document));
            } catch (UnusableDefinitionException e) {
                problems.add(e.finding());
            }
        }
        return new Catalogue(set.version(), actions, problems);
    }
}
