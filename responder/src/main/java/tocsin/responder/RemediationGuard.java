package tocsin.responder;

import tocsin.responder.remediation.Keys;
import tocsin.runtime.ControlsView;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What keeps remediation from running away: whose approvals count, and the kill switch.
///
/// @param stopped why nothing may begin at a time, if the switch is on
public record RemediationGuard(Keys keys, Function<Instant, Optional<String>> stopped) {
    /// Nobody can approve anything.
    public static final RemediationGuard CLOSED =
            new RemediationGuard(Keys.NONE, _ -> Optional.empty());

    static RemediationGuard of(Keys keys, ControlsView controls) {
        return new RemediationGuard(keys, time -> stopped(controls.at(time)));
    }

    /// Why nothing may begin, if one of these controls says so.
    public static Optional<String> stopped(List<Control> controls) {
        return controls.stream()
                .filter(control -> control.getKind() == ControlKind.KILL_SWITCH)
                .map(control -> control.getReason() + " (" + control.getAuthor() + ")")
                .findFirst();
    }
}
