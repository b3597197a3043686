package tocsin.responder;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

import tocsin.responder.api.ActionLog;
import tocsin.responder.api.ApprovalLog;
import tocsin.responder.remediation.Approval;
import tocsin.runtime.Platform;
import tocsin.schemas.ActionKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Appends what people ask for to the actions topic.
final class ActionProducer implements ActionLog, ApprovalLog, AutoCloseable {
    private static final int TIMEOUT_SECONDS = 10;

    private final Optional<ApprovalKey> approvalKey;
    private final String topic;
    private final KafkaProducer<String, OperatorAction> producer;

    /// @param approvalKey signs approvals
    ActionProducer(Platform platform, Optional<ApprovalKey> approvalKey) {
        this.approvalKey = approvalKey;
        var kafka = platform.kafka();
        topic = Topics.ACTIONS.name(kafka.prefix());
        producer =
                new KafkaProducer<>(
                        kafka.producer("responder-actions"),
                        new StringSerializer(),
                        platform.serdes().of(Topics.ACTIONS).serializer());
    }

    @Override
    public void append(Action action) {
        var value =
                OperatorAction.newBuilder()
                        .setEnvelope(
                                Envelope.newBuilder()
                                        .setId(action.id())
                                        .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                                        .build())
                        .setKind(ActionKind.valueOf(action.act().name()))
                        .setService(action.service())
                        .setIncident(action.incident())
                        .setActor(action.actor())
                        .setNote(action.note())
                        .setUntil(action.until())
                        .setSeverity(action.severity())
                        .setRevision(action.revision())
                        .build();
        write(value);
    }

    @Override
    public Optional<String> hindrance() {
        return approvalKey.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "nobody can approve here: there is no key; see TOCSIN_APPROVAL_KEY_FILE");
    }

    @Override
    public void approve(Approval approval, String service, String incident) {
        var signed =
                approvalKey
                        .orElseThrow(() -> new IllegalStateException("there is no key"))
                        .sign(approval);
        write(
                OperatorAction.newBuilder()
                        .setEnvelope(
                                Envelope.newBuilder()
                                        .setId(signed.action())
                                        .setAt(signed.at())
                                        .build())
                        .setKind(ActionKind.APPROVE)
                        .setService(service)
                        .setIncident(incident)
                        .setActor(signed.approver())
                        .setRevision(signed.revision())
                        .setRemediation(signed.remediation())
                        .setHash(signed.hash())
                        .setValidUntil(signed.validUntil())
                        .setKey(signed.key())
                        .setSignature(signed.signature())
                        .build());
    }

    @Override
    public void decline(Refusal refusal) {
        write(
                OperatorAction.newBuilder()
                        .setEnvelope(
                                Envelope.newBuilder()
                                        .setId(refusal.id())
                                        .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                                        .build())
                        .setKind(ActionKind.DECLINE)
                        .setService(refusal.service())
                        .setIncident(refusal.incident())
                        .setActor(refusal.actor())
                        .setNote(refusal.note())
                        .setRemediation(refusal.remediation())
                        .build());
    }

    @Override
    public void propose(Request request) {
        write(
                OperatorAction.newBuilder()
                        .setEnvelope(
                                Envelope.newBuilder()
                                        .setId(request.id())
                                        .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                                        .build())
                        .setKind(ActionKind.PROPOSE)
                        .setService(request.service())
                        .setIncident(request.incident())
                        .setActor(request.actor())
                        .setNote(request.note())
                        .setProposed(request.action())
                        .setParameters(request.parameters())
                        .build());
    }

    private void write(OperatorAction value) {
        try {
            producer.send(new ProducerRecord<>(topic, value.getService(), value))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IllegalStateException("the action was not written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(TIMEOUT_SECONDS));
    }
}
