package tocsin.responder;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

import tocsin.responder.policy.Contact;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.Message;
import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tells those whom a service's policy names for that what was changed, each once. It remembers
/// nothing: a change that is told again has the same page, which the notifier knows.
final class ChangeNewsProcessor
        implements Processor<String, ChangeEvent, String, EscalationCommand> {
    private static final Duration VALID = Duration.ofHours(1);

    private final String prefix;
    private final Rulebooks rulebooks;
    private ProcessorContext<String, EscalationCommand> context;

    ChangeNewsProcessor(String prefix, Rulebooks rulebooks) {
        this.prefix = prefix;
        this.rulebooks = rulebooks;
    }

    @Override
    public void init(ProcessorContext<String, EscalationCommand> context) {
        this.context = context;
    }

    @Override
    public void process(Record<String, ChangeEvent> record) {
        var change = record.value();
        if (change != null) {
            ChangeNews.of(change).ifPresent(message -> tell(record, message));
        }
    }

    private void tell(Record<String, ChangeEvent> record, Message message) {
        var service = Origins.service(record.key());
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        for (var contact : contacts(service, record.timestamp(), now).values()) {
            var command = command(service, record, message, contact, now);
            context.forward(new Record<>(service, command, now.toEpochMilli()));
        }
    }

    private Map<String, Contact> contacts(String service, long recorded, Instant now) {
        var rulebook = rulebooks.at(Instant.ofEpochMilli(recorded), now);
        var contacts = new LinkedHashMap<String, Contact>();
        for (var target : rulebook.policy(service).changes()) {
            rulebook.roster()
                    .contacts(target, now)
                    .forEach(contact -> contacts.putIfAbsent(contact.name(), contact));
        }
        return contacts;
    }

    private EscalationCommand command(
            String service,
            Record<String, ChangeEvent> record,
            Message message,
            Contact contact,
            Instant now) {
        var change = record.value();
        var page = Ids.hex("change-news", change.getEnvelope().getId(), contact.name());
        return EscalationCommand.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setId(page)
                                .setAt(now)
                                .setTrace(Origins.trace(change))
                                .setCause(
                                        Origins.cause(
                                                context.recordMetadata().orElseThrow(), prefix))
                                .build())
                .setKind(EscalationKind.CHANGED)
                .setService(service)
                .setIncident("change-" + Ids.hex("change", change.getSource(), change.getChange()))
                .setPage(page)
                .setTarget(contact.name())
                .setChannels(contact.channels())
                .setQuiet(true)
                .setValidUntil(now.plus(VALID))
                .setMessage(message)
                .build();
    }
}
