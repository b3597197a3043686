package tocsin.responder;

import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Input;
import tocsin.responder.incident.Input.RemediationMoved.Stage;
import tocsin.responder.incident.Matter;
import tocsin.schemas.Proposal;
import tocsin.schemas.RemediationCommand;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// What records of remediations tell the rules of incidents, in words for people.
final class RemediationNews {
    private static final int TEXT_MAX = 300;
    private static final int HASH_SHOWN = 8;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private RemediationNews() {}

    /// The input; nothing for a state that changes nothing for people.
    static Optional<Input> of(RemediationCommand record) {
        var proposal = record.getProposal();
        return proposal == null
                ? Optional.empty()
                : stage(record).map(at -> moved(record, proposal, at));
    }

    private static Optional<Stage> stage(RemediationCommand record) {
        return switch (record.getKind()) {
            case UNKNOWN, OBSERVED, PROPOSED, ACTION_REFUSED -> Optional.empty();
            case AWAITING_APPROVAL -> Optional.of(Stage.WAITS);
            case FAILED, ROLLBACK_FAILED -> Optional.of(Stage.FAILED);
            case APPROVED,
                    REJECTED,
                    EXPIRED,
                    CANCELLED,
                    RUNNING,
                    VERIFYING,
                    SUCCEEDED,
                    ROLLING_BACK,
                    ROLLED_BACK ->
                    Optional.of(Stage.MOVED);
        };
    }

    private static Input moved(RemediationCommand record, Proposal proposal, Stage stage) {
        var what = proposal.getAction() + " of " + proposal.getTarget();
        var state = record.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var matter =
                switch (stage) {
                    case WAITS -> waiting(record, proposal, what);
                    case FAILED ->
                            matter(
                                    record,
                                    "%s: %s: %s".formatted(what, state, record.getReason()),
                                    failed(record, proposal),
                                    null);
                    case MOVED -> matter(record, "", List.of(), null);
                };
        return new Input.RemediationMoved(
                record.getIncident(),
                record.getEnvelope().getAt(),
                stage,
                state,
                proposal.getRequester(),
                matter);
    }

    private static Matter waiting(RemediationCommand record, Proposal proposal, String what) {
        var until = TIME.format(proposal.getExpiresAt());
        return matter(
                record,
                "%s waits for approval until %s (risk %s)"
                        .formatted(what, until, proposal.getRisk()),
                asked(record, proposal, until),
                proposal.getExpiresAt());
    }

    private static Matter matter(
            RemediationCommand record,
            String evidence,
            List<Matter.Detail> details,
            @Nullable Instant until) {
        var id = record.getEnvelope().getId();
        var remediation = record.getRemediation();
        boolean below = id.startsWith(remediation + "/");
        return new Matter(
                remediation,
                below ? id.substring(remediation.length() + 1) : id,
                Inputs.cut(evidence, TEXT_MAX),
                details,
                until);
    }

    private static List<Matter.Detail> asked(
            RemediationCommand record, Proposal proposal, String until) {
        var details = new Details();
        var parameters = new TreeMap<>(proposal.getParameters());
        details.add("Action", proposal.getAction() + " of " + proposal.getTarget());
        details.add("With", parameters.isEmpty() ? "" : parameters.toString());
        details.add("Why", proposal.getEvidence());
        details.add(
                "Risk", proposal.getRisk() + (proposal.getDestructive() ? ", destructive" : ""));
        details.add("Cost now", proposal.getCostNow());
        details.add("Cost after", proposal.getCostAfter());
        details.add("Blast radius", String.join(", ", proposal.getBlastRadius()));
        details.add("Verification", proposal.getVerification());
        details.add("Undo", proposal.getUndo().isEmpty() ? "not possible" : proposal.getUndo());
        details.add("Approvals", record.getReason());
        details.add("Until", until);
        details.add("Look at it", "tocsin remediation show " + record.getRemediation());
        details.add(
                "Approve it",
                "tocsin remediation approve %s --hash %s"
                        .formatted(
                                record.getRemediation(),
                                record.getHash()
                                        .substring(
                                                0,
                                                Math.min(HASH_SHOWN, record.getHash().length()))));
        return details.all;
    }

    private static List<Matter.Detail> failed(RemediationCommand record, Proposal proposal) {
        var details = new Details();
        details.add("Action", proposal.getAction() + " of " + proposal.getTarget());
        details.add("Reason", record.getReason());
        details.add("Blast radius", String.join(", ", proposal.getBlastRadius()));
        details.add("Undo", proposal.getUndo().isEmpty() ? "not possible" : proposal.getUndo());
        details.add("Look at it", "tocsin remediation show " + record.getRemediation());
        return details.all;
    }

    private static final class Details {
        private final List<Matter.Detail> all = new ArrayList<>();

        private void add(String name, String text) {
            if (!text.isBlank()) {
                all.add(new Matter.Detail(name, Inputs.cut(text, TEXT_MAX)));
            }
        }
    }
}
