package tocsin.cli;

import tocsin.notifier.Mapping;
import tocsin.notifier.delivery.Outbox;
import tocsin.notifier.delivery.Room;
import tocsin.notifier.delivery.Step;
import tocsin.schemas.Topics;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The notifier's core between the log and the phones, as its loop turns it.
final class NotifierPart {
    private final TopicLog log;
    private final Phones phones;
    private final Outbox outbox = new Outbox();
    private int position;

    NotifierPart(TopicLog log, Phones phones) {
        this.log = log;
        this.phones = phones;
    }

    /// Reads what is new and does what is due.
    ///
    /// @return whether there was anything
    boolean turn(Instant now) {
        boolean busy = receive();
        for (var steps = outbox.decide(now, Room.unbounded());
                !steps.isEmpty();
                steps = outbox.decide(now, Room.unbounded())) {
            write(steps, now);
            busy = true;
        }
        return busy;
    }

    Optional<Instant> nextDue(Instant now) {
        return outbox.nextDue(now);
    }

    private boolean receive() {
        var records = log.records(Topics.ESCALATIONS);
        int before = position;
        for (; position < records.size(); position++) {
            var record = records.get(position);
            Mapping.command(
                            log.value(Topics.ESCALATIONS, record),
                            0,
                            position,
                            record.getRecordTime())
                    .ifPresent(outbox::apply);
        }
        return before < position;
    }

    private void write(List<Step> steps, Instant now) {
        steps.forEach(step -> append(step, now));
        for (var step : steps) {
            outbox.apply(step);
            outbox.notification(step)
                    .flatMap(call ->
                            outbox.answer(call.page(), call.attempt(), phones.call(call, now), now))
                    .ifPresent(answer -> write(List.of(answer), now));
        }
    }

    private void append(Step step, Instant now) {
        var command = outbox.command(step.page()).orElseThrow();
        log.append(Topics.DELIVERIES, command.service(), Mapping.event(step, command), now);
    }
}
