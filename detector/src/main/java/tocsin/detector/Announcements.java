package tocsin.detector;

import tocsin.detector.absence.Announcement;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeState;

import java.time.Instant;
import java.util.Optional;

/// What records of changes say about how much is to be heard of a service.
final class Announcements {
    private Announcements() {}

    static Optional<Announcement> of(ChangeEvent change) {
        var id = change.getSource() + "/" + change.getChange();
        boolean over = change.getState() != ChangeState.STARTED;
        return switch (change.getKind()) {
            case DEPLOYMENT, CONFIGURATION -> Optional.of(new Announcement.Change(id, over));
            case SCALING -> Optional.of(new Announcement.Scaling("scaling", toNothing(change)));
            case MAINTENANCE -> maintenance(id, over, change);
            case OTHER, UNKNOWN -> Optional.empty();
        };
    }

    /// The last word on how much there is of the service counts.
    private static boolean toNothing(ChangeEvent change) {
        var scaling = change.getScaling();
        boolean happened =
                change.getState() == ChangeState.STARTED
                        || change.getState() == ChangeState.FINISHED;
        return happened && scaling != null && scaling.getTo() != null && scaling.getTo() == 0;
    }

    private static Optional<Announcement> maintenance(String id, boolean over, ChangeEvent change) {
        var maintenance = change.getMaintenance();
        if (maintenance == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Announcement.Maintenance(
                        id,
                        maintenance.getFrom().toEpochMilli(),
                        Optional.ofNullable(maintenance.getTo())
                                .map(Instant::toEpochMilli)
                                .orElse(Long.MAX_VALUE),
                        over));
    }
}
