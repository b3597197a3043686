package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Act;
import tocsin.responder.incident.Input;
import tocsin.responder.incident.Input.DeliveryReported.Outcome;
import tocsin.responder.policy.Severity;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.AlertKind;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Budget;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.Facet;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.WindowCounts;
import tocsin.schemas.identity.LabelText;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What records of other services tell the rules. Texts are cut to a length that a message can
/// carry.
final class Inputs {
    private static final int TITLE_MAX = 200;
    private static final int TEXT_MAX = 1_000;
    private static final String UNKNOWN = "UNKNOWN";
    private static final String DEDUP_KEY = "dedup_key";

    private Inputs() {}

    /// The input, or nothing for records that change no incident.
    static Optional<Input> of(SpecificRecord value) {
        return switch (value) {
            case Breach breach -> breach(breach);
            case AlertEvent alert -> alert(alert);
            case OperatorAction action -> action(action);
            case DeliveryEvent delivery -> delivery(delivery);
            case RemediationCommand remediation -> RemediationNews.of(remediation);
            default -> Optional.empty();
        };
    }

    /// Whether it is of a kind that this release does not know.
    static boolean unknown(SpecificRecord value) {
        var kind = value.getSchema().getField("kind");
        return kind != null && UNKNOWN.equals(String.valueOf(value.get(kind.pos())));
    }

    private static Optional<Input> breach(Breach breach) {
        return switch (breach.getKind()) {
            case UNKNOWN -> Optional.empty();
            case FIRING, UPDATED, CLEARED, NO_DATA ->
                    Optional.of(
                            new Input.BreachChanged(
                                    breach.getBreach(),
                                    breach.getEnvelope().getAt(),
                                    breach.getKind() == BreachKind.CLEARED
                                            ? List.of()
                                            : firing(breach.getFacets()),
                                    cut(title(breach), TITLE_MAX),
                                    cut(breach.getText(), TEXT_MAX),
                                    Labels.of(breach),
                                    budget(breach.getBudget())));
        };
    }

    private static Input.@Nullable Budget budget(@Nullable Budget budget) {
        return budget == null
                ? null
                : new Input.Budget(budget.getBegin(), budget.getConsumed(), budget.getFrozen());
    }

    /// Silence and threshold rules concern no objective, and no budget either.
    private static String title(Breach breach) {
        if (breach.getSlo().isEmpty()) {
            boolean silence =
                    breach.getFacets().stream().anyMatch(one -> one.getName().equals("NO_DATA"));
            return silence
                    ? "%s: no data of %s".formatted(breach.getService(), breach.getSli())
                    : "%s: rule %s fires".formatted(breach.getService(), breach.getRule());
        }
        return "%s: %s burns its error budget"
                .formatted(breach.getService(), breach.getSlo() + LabelText.of(breach.getLabels()));
    }

    private static List<Input.Facet> firing(List<Facet> facets) {
        return facets.stream()
                .filter(Facet::getFiring)
                .map(facet ->
                        new Input.Facet(
                                facet.getName(),
                                facet.getWindows().stream()
                                        .mapToDouble(WindowCounts::getBurn)
                                        .min()
                                        .orElse(0)))
                .toList();
    }

    private static Optional<Input> alert(AlertEvent alert) {
        if (alert.getKind() == AlertKind.UNKNOWN) {
            return Optional.empty();
        }
        var name = alert.getName().isBlank() ? alert.getFingerprint() : alert.getName();
        return Optional.of(
                new Input.AlertChanged(
                        alert.getSource(),
                        alert.getFingerprint(),
                        alert.getEnvelope().getAt(),
                        alert.getKind() == AlertKind.FIRING,
                        cut(alert.getSeverity(), TITLE_MAX),
                        alert.getExpiresAt(),
                        cut(alert.getService() + ": " + name, TITLE_MAX),
                        cut(evidence(alert, name), TEXT_MAX),
                        Labels.of(alert),
                        key(alert)));
    }

    /// A label or an annotation of this name, as receivers of other protocols set it.
    private static String key(AlertEvent alert) {
        return Optional.ofNullable(alert.getLabels().get(DEDUP_KEY))
                .or(() -> Optional.ofNullable(alert.getAnnotations().get(DEDUP_KEY)))
                .map(key -> cut(key.strip(), TITLE_MAX))
                .orElse("");
    }

    private static String evidence(AlertEvent alert, String name) {
        var annotations = alert.getAnnotations();
        return Optional.ofNullable(annotations.get("summary"))
                .or(() -> Optional.ofNullable(annotations.get("description")))
                .filter(text -> !text.isBlank())
                .orElse(name);
    }

    private static Optional<Input> action(OperatorAction action) {
        return act(action)
                .map(act ->
                        new Input.Acted(
                                action.getEnvelope().getId(),
                                act,
                                action.getIncident(),
                                action.getEnvelope().getAt(),
                                cut(action.getActor(), TITLE_MAX),
                                cut(action.getNote(), TEXT_MAX),
                                action.getUntil(),
                                severity(action.getSeverity()),
                                action.getRevision()));
    }

    private static Optional<Act> act(OperatorAction action) {
        return switch (action.getKind()) {
            case UNKNOWN, APPROVE, DECLINE, PROPOSE -> Optional.empty();
            case ACKNOWLEDGE -> Optional.of(Act.ACKNOWLEDGE);
            case RESOLVE -> Optional.of(Act.RESOLVE);
            case SNOOZE -> Optional.of(Act.SNOOZE);
            case NOTE -> Optional.of(Act.NOTE);
            case SET_SEVERITY -> Optional.of(Act.SET_SEVERITY);
            case ESCALATE -> Optional.of(Act.ESCALATE);
            case DRILL -> Optional.of(Act.DRILL);
        };
    }

    private static @Nullable Severity severity(String name) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Optional<Input> delivery(DeliveryEvent delivery) {
        return outcome(delivery)
                .map(outcome ->
                        new Input.DeliveryReported(
                                delivery.getIncident(),
                                delivery.getPage(),
                                delivery.getEnvelope().getAt(),
                                outcome,
                                delivery.getChannel(),
                                cut(delivery.getReason(), TEXT_MAX)));
    }

    private static Optional<Outcome> outcome(DeliveryEvent delivery) {
        return switch (delivery.getKind()) {
            case ACCEPTED -> Optional.of(Outcome.ACCEPTED);
            case UNDELIVERABLE -> Optional.of(Outcome.UNDELIVERABLE);
            case WITHDRAWN -> Optional.of(Outcome.WITHDRAWN);
            case OUTCOME_UNKNOWN -> Optional.of(Outcome.OUTCOME_UNKNOWN);
            case UNKNOWN, QUEUED, STARTED, RETRY, REFUSED -> Optional.empty();
        };
    }

    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
