package tocsin.responder.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// The moment a clock on the wall shows a time.
final class WallClock {
    private WallClock() {}

    /// A time that the clocks skip is the moment they jump; one that they show twice is the first
    /// of the two. So a later time is never an earlier moment.
    static Instant moment(LocalDateTime time, ZoneId zone) {
        var rules = zone.getRules();
        var jump = rules.getTransition(time);
        return jump != null && jump.isGap()
                ? jump.getInstant()
                : time.toInstant(rules.getValidOffsets(time).getFirst());
    }

    static LocalDateTime show(Instant moment, ZoneId zone) {
        return LocalDateTime.ofInstant(moment, zone);
    }
}
