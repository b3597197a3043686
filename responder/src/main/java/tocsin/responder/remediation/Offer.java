package tocsin.responder.remediation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An action for one incident, with everything put in that people have to know.
///
/// @param hindrance why it cannot be run
record Offer(Run run, Optional<String> hindrance) {
    /// Further dependants are counted only.
    private static final int BLAST_RADIUS_MAX = 50;

    /// What somebody, or a rule, wants done.
    ///
    /// @param id of the proposal
    /// @param requester empty for a rule
    /// @param evidence why, in one sentence
    /// @param known what names in braces stand for; empty where it is not known
    /// @param given values that count instead of the catalogue's parameters, as they stand
    record Wish(
            String id,
            String requester,
            String evidence,
            Map<String, String> known,
            Map<String, String> given) {

        Offer of(String service, OpenIncident incident, Action action, Instant now, Rules rules) {
            var words = words(known);
            var target = Placeholders.filled(action.target(), words);
            var undo = Placeholders.filled(action.undo(), words);
            var parameters = new TreeMap<String, String>();
            action.parameters()
                    .forEach(
                            (name, text) -> parameters.put(name, Placeholders.filled(text, words)));
            parameters.putAll(given);
            var hindrance = missing(action);
            var catalogue = rules.catalogue();
            Plan plan;
            try {
                plan =
                        Plan.of(
                                action,
                                catalogue.version(),
                                service,
                                incident.id(),
                                target,
                                parameters,
                                undo);
            } catch (IllegalArgumentException e) {
                hindrance = Optional.of(String.valueOf(e.getMessage()));
                plan = new Plan("{}", null, null);
            }
            var proposal =
                    new Proposal(
                            id,
                            service,
                            incident.id(),
                            action.name(),
                            catalogue.version(),
                            target,
                            parameters,
                            plan.text(),
                            requester,
                            evidence,
                            action.risk(),
                            action.destructive(),
                            action.costNow(),
                            action.costAfter(),
                            blastRadius(service, catalogue),
                            action.verification(),
                            undo,
                            action.approvers(),
                            now.plus(catalogue.policy().approveWithin()));
            var run =
                    new Run(
                            proposal,
                            State.PROPOSED,
                            1,
                            List.of(),
                            "",
                            proposal.expiresAt(),
                            action.execution().runWithin(),
                            action.execution().verifyWithin(),
                            plan.undo() != null);
            return new Offer(run, hindrance);
        }

        private Optional<String> missing(Action action) {
            return action.parameters().entrySet().stream()
                    .filter(one -> !given.containsKey(one.getKey()))
                    .filter(one -> Placeholders.unknown(one.getValue(), known))
                    .map(one -> one.getKey() + " is not known")
                    .sorted()
                    .findFirst();
        }
    }

    /// The same for people: what is not known says so.
    static Map<String, String> words(Map<String, String> known) {
        var words = new TreeMap<>(known);
        words.replaceAll((_, value) -> value.isEmpty() ? "an unknown version" : value);
        return words;
    }

    private static List<String> blastRadius(String service, Catalogue catalogue) {
        var hit = new ArrayList<String>();
        hit.add(service);
        hit.addAll(catalogue.services().dependencies().dependants(service));
        int more = hit.size() - BLAST_RADIUS_MAX;
        if (more > 1) {
            hit.subList(BLAST_RADIUS_MAX, hit.size()).clear();
            hit.add(more + " more");
        }
        return hit;
    }
}
