package tocsin.responder.policy;

import tocsin.responder.oncall.Span;
import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is odd about planned work: that it never comes, is on most of the time, or covers nothing.
public final class WindowLint implements DefinitionCheck {
    private static final Duration LOOKED_AT = Duration.ofDays(28);

    private final Instant now;

    public WindowLint(Instant now) {
        this.now = now;
    }

    @Override
    public List<Finding> check(DefinitionSet set) {
        var rulebook = Rulebook.of(set);
        var findings = new ArrayList<Finding>();
        for (var document : set.ofKind("MaintenanceWindow")) {
            rulebook.windows().stream()
                    .filter(window -> window.name().equals(document.name()))
                    .findFirst()
                    .ifPresent(window -> check(document, window, rulebook, findings));
        }
        return findings;
    }

    private void check(
            Document document,
            MaintenanceWindow window,
            Rulebook rulebook,
            List<Finding> findings) {
        var spec = Field.of(document).get("spec");
        if (window.next(now).isEmpty()) {
            findings.add(spec.odd("it does not come any more; it can be removed"));
        }
        int share = share(window);
        if (share > 50) {
            findings.add(
                    spec.odd(
                            "it is on for %d %% of the next four weeks, and pages are held back"
                                    .formatted(share)));
        }
        var services = rulebook.services().keySet();
        if (!services.isEmpty() && services.stream().noneMatch(name -> covers(window, name))) {
            findings.add(spec.get("matchers").odd("no Service is called so"));
        }
    }

    /// In percent.
    private int share(MaintenanceWindow window) {
        var within = new Span(now, now.plus(LOOKED_AT));
        var on = Duration.ZERO;
        var until = within.from();
        for (var span : window.spans(within).toList()) {
            var from = span.from().isBefore(until) ? until : span.from();
            var to = span.to().isAfter(within.to()) ? within.to() : span.to();
            if (from.isBefore(to)) {
                on = on.plus(Duration.between(from, to));
                until = to;
            }
        }
        return (int) (on.toSeconds() * 100 / LOOKED_AT.toSeconds());
    }

    /// As far as its name says.
    private static boolean covers(MaintenanceWindow window, String service) {
        return window.conditions().stream()
                .filter(condition -> condition.label().equals("service"))
                .allMatch(condition -> condition.holds(Map.of("service", service)));
    }
}
