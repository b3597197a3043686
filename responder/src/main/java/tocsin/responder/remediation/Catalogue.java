package tocsin.responder.remediation;

import tocsin.responder.policy.Rulebook;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The actions of one set of definitions, in the order they were applied.
///
/// @param version of the set of definitions
/// @param policy how far they may go
/// @param runbooks what binds causes to actions
/// @param services what is said of each service
/// @param problems documents that are not used, each with the reason
public record Catalogue(
        long version,
        List<Action> actions,
        RemediationPolicy policy,
        List<Runbook> runbooks,
        Rulebook services,
        List<Finding> problems) {
    public Catalogue {
        actions = List.copyOf(actions);
        runbooks = List.copyOf(runbooks);
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
        var runbooks = new ArrayList<Runbook>();
        for (var document : set.ofKind("Runbook")) {
            try {
                runbooks.add(RunbookDocument.read(document));
            } catch (UnusableDefinitionException e) {
                problems.add(e.finding());
            }
        }
        return new Catalogue(
                set.version(),
                actions,
                policy(set, problems),
                runbooks,
                Rulebook.of(set),
                problems);
    }

    /// The action of that name.
    public Optional<Action> action(String name) {
        return actions.stream().filter(action -> action.name().equals(name)).findFirst();
    }

    /// Where people read what to do about an incident: the address of the first runbook that speaks
    /// for it and has one.
    public Optional<String> address(String service, OpenIncident incident) {
        int tier = services.rules(service).tier();
        return runbooks.stream()
                .filter(runbook -> !runbook.url().isEmpty())
                .filter(runbook -> runbook.speaks(service, tier, incident).isPresent())
                .map(Runbook::url)
                .findFirst();
    }

    /// Where there are several, or one that cannot be read, nothing is run.
    private static RemediationPolicy policy(DefinitionSet set, List<Finding> problems) {
        var documents = set.ofKind("RemediationPolicy");
        if (documents.isEmpty()) {
            return RemediationPolicy.NONE;
        }
        try {
            var policy = RemediationPolicy.read(documents.getFirst());
            if (documents.size() > 1) {
                throw Field.of(documents.get(1))
                        .get("metadata")
                        .wrong("there is a RemediationPolicy already, and only one can count");
            }
            return policy;
        } catch (UnusableDefinitionException e) {
            problems.add(e.finding());
            return RemediationPolicy.NONE;
        }
    }
}
