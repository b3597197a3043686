package tocsin.responder;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Page;
import tocsin.responder.incident.Status;
import tocsin.responder.incident.Stream;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.Message;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The escalation commands that go out with facts. A message tells of the incident as it stands
/// after everything that was decided together.
///
/// @param publicUrl where people reach the operators' API, for links
/// @param guidance what definitions say to them
record Commands(String publicUrl, Guidance guidance) {
    /// A page that nobody could send for so long says nothing about now.
    private static final Duration PAGE_VALID = Duration.ofHours(1);

    private static final Duration NOTICE_VALID = Duration.ofHours(24);

    /// @param recorded timestamp of the record that was decided; chooses the definitions
    List<EscalationCommand> of(Decided decided, Instant recorded) {
        var commands = new ArrayList<EscalationCommand>();
        for (int i = 0; i < decided.facts().size(); i++) {
            var event = decided.events().get(i);
            switch (decided.facts().get(i)) {
                case Fact.Paged paged ->
                        commands.add(tell(paged, incident(decided, paged), event, recorded));
                case Fact.DeliveryChanged changed ->
                        withdrawal(changed, incident(decided, changed), event)
                                .ifPresent(commands::add);
                case Fact.Opened _,
                        Fact.CauseChanged _,
                        Fact.SeverityRaised _,
                        Fact.SeverityLowered _,
                        Fact.DeadlinesSet _,
                        Fact.ResponseMissed _,
                        Fact.Reopened _,
                        Fact.Suppressed _,
                        Fact.Released _,
                        Fact.Folded _,
                        Fact.QuestionHeld _,
                        Fact.QuestionDropped _,
                        Fact.ActionTaken _,
                        Fact.Acknowledged _,
                        Fact.ActionRefused _,
                        Fact.Resolved _ -> {}
            }
        }
        return commands;
    }

    private static Incident incident(Decided decided, Fact fact) {
        return decided.state().incident(fact.incident()).orElseThrow();
    }

    private EscalationCommand tell(
            Fact.Paged fact, Incident incident, IncidentEvent event, Instant recorded) {
        var page = fact.page();
        var command =
                command(page.id(), page, incident, event)
                        .setKind(
                                switch (page.kind()) {
                                    case PAGE -> EscalationKind.PAGE;
                                    case NOTICE -> EscalationKind.NOTICE;
                                    case REMINDER -> EscalationKind.UPDATE_DUE;
                                    case ACKNOWLEDGED -> EscalationKind.ACKNOWLEDGED;
                                    case RESOLVED -> EscalationKind.RESOLVED;
                                    case BUDGET -> EscalationKind.BUDGET;
                                    case APPROVAL -> EscalationKind.APPROVAL_WANTED;
                                    case REMEDIATION_FAILED -> EscalationKind.REMEDIATION_FAILED;
                                })
                        .setMessage(message(fact, incident, event, recorded));
        var deliverBy = page.deliverBy();
        if (deliverBy != null) {
            command.setDeliverBy(deliverBy);
        }
        return command.build();
    }

    /// Also for a page that every channel refused, so that no late retry contradicts the next step.
    private static Optional<EscalationCommand> withdrawal(
            Fact.DeliveryChanged changed, Incident incident, IncidentEvent event) {
        return changed.state() == Page.State.ACCEPTED || changed.state() == Page.State.UNKNOWN
                ? Optional.empty()
                : incident.page(changed.page())
                        .filter(page -> page.kind().wakes())
                        .map(page ->
                                command(page.id() + "/withdrawn", page, incident, event)
                                        .setKind(EscalationKind.WITHDRAW)
                                        .build());
    }

    private static EscalationCommand.Builder command(
            String id, Page page, Incident incident, IncidentEvent event) {
        var decidedAt = event.getDecidedAt();
        boolean deadline = page.deliverBy() != null;
        var validUntil = decidedAt.plus(deadline ? PAGE_VALID : NOTICE_VALID);
        var until = page.matter() == null ? null : page.matter().until();
        return EscalationCommand.newBuilder()
                .setEnvelope(Envelope.newBuilder(event.getEnvelope()).setId(id).build())
                .setService(event.getService())
                .setIncident(incident.id())
                .setPage(page.id())
                .setStep(page.step())
                .setTarget(page.target())
                .setChannels(page.channels())
                .setDrill(incident.stream() == Stream.DRILL)
                .setQuiet(incident.heardOfBudgetsOnly(page.target()))
                .setValidUntil(until != null && until.isBefore(validUntil) ? until : validUntil);
    }

    private Message message(
            Fact.Paged fact, Incident incident, IncidentEvent event, Instant recorded) {
        var kind = fact.page().kind();
        var matter = fact.page().matter();
        var advice = guidance.of(event.getService(), incident, recorded);
        var links = new TreeMap<>(advice.links());
        links.put("incident", link("/v1/incidents/", incident.id()));
        if (matter != null && kind.wakes()) {
            links.put("remediation", link("/v1/remediations/", matter.subject()));
        }
        return Message.newBuilder()
                .setSeverity(incident.severity().name())
                .setTitle(incident.title())
                .setEvidence(matter == null ? evidence(incident) : matter.evidence())
                .setStatus(Standing.of(incident, event.getDecidedAt()))
                .setReason(fact.reason())
                .setOpenedAt(incident.openedAt())
                .setLinks(links)
                .setRevision(incident.revision())
                .setDetails(matter == null ? List.of() : Events.details(matter))
                .setImpact(hurts(incident, kind) ? advice.impact() : "")
                .build();
    }

    private String link(String path, String id) {
        return publicUrl + path + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String evidence(Incident incident) {
        var own =
                incident.firing().stream()
                        .min(Comparator.comparing(Cause::severity))
                        .or(() -> incident.causes().reversed().stream().findFirst())
                        .map(Cause::text)
                        .map(text -> incident.folding() == null ? text : text + further(incident))
                        .orElse("");
        return own + incident.dependants().map(others -> "; " + others.text()).orElse("");
    }

    private static String further(Incident incident) {
        return incident.folding() == null || incident.folding().alerts() == 0
                ? ""
                : " (and %,d further alerts)".formatted(incident.folding().alerts());
    }

    /// News of a budget tell of what has been, not of what is.
    private static boolean hurts(Incident incident, Page.Kind kind) {
        return incident.status() != Status.RESOLVED && kind != Page.Kind.BUDGET;
    }
}
