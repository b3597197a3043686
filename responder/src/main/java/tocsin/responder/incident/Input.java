package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Judgement;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something the rules are told about one service.
public sealed interface Input {
    /// A breach began, changed or ended.
    ///
    /// @param at event time of the change
    /// @param firing the facets that fire after it; empty when it ended
    /// @param budget how the error budget stands; null where there is none
    record BreachChanged(
            String breach,
            Instant at,
            List<Facet> firing,
            String title,
            String text,
            Map<String, String> labels,
            @Nullable Budget budget)
            implements Input {
        public BreachChanged {
            firing = List.copyOf(firing);
            labels = Map.copyOf(labels);
        }

        /// One of no objective.
        public BreachChanged(
                String breach,
                Instant at,
                List<Facet> firing,
                String title,
                String text,
                Map<String, String> labels) {
            this(breach, at, firing, title, text, labels, null);
        }

        String cause() {
            return "breach/" + breach;
        }

        /// What the firing facets of one stream call for.
        Optional<Judgement> calledFor(Stream stream, String service, Rulebook rulebook) {
            return firing.stream()
                    .filter(facet -> stream.takes(facet.name))
                    .flatMap(facet -> rulebook.ofFacet(service, facet.name, facet.burn).stream())
                    .min(Comparator.comparing(Judgement::severity));
        }
    }

    /// How an error budget stands.
    ///
    /// @param begin when its calendar period began; null for a rolling one
    /// @param consumed 1 = all spent
    /// @param frozen whether deployments wait; null where no policy says so
    record Budget(@Nullable Instant begin, double consumed, @Nullable Boolean frozen) {}

    /// A facet that fires.
    ///
    /// @param burn the lowest burn rate of its windows
    record Facet(String name, double burn) {}

    /// Another system says that an alert fires, or no longer does.
    ///
    /// @param severity its label
    /// @param expiresAt when it counts as ended if it is not repeated; null for never
    /// @param key alerts of a service with the same one are one incident; empty for none
    record AlertChanged(
            String source,
            String fingerprint,
            Instant at,
            boolean firing,
            String severity,
            @Nullable Instant expiresAt,
            String title,
            String text,
            Map<String, String> labels,
            String key)
            implements Input {
        public AlertChanged {
            labels = Map.copyOf(labels);
        }

        String cause() {
            return Cause.alert(source, fingerprint);
        }
    }

    /// A person asks for something on one incident.
    ///
    /// @param action id of the action
    /// @param until of SNOOZE
    /// @param severity of SET_SEVERITY
    /// @param revision of the incident as the person saw it
    record Acted(
            String action,
            Act act,
            String incident,
            Instant at,
            String actor,
            String note,
            @Nullable Instant until,
            @Nullable Severity severity,
            int revision)
            implements Input {}

    /// What came of a page.
    record DeliveryReported(
            String incident,
            String page,
            Instant at,
            Outcome outcome,
            String channel,
            String reason)
            implements Input {
        /// What became of a page on its way to a person.
        public enum Outcome {
            ACCEPTED,
            /// A call was cut off; it may have arrived.
            OUTCOME_UNKNOWN,
            UNDELIVERABLE,
            WITHDRAWN
        }
    }

    /// A remediation of an incident stands elsewhere now.
    ///
    /// @param state for people, such as `awaiting approval`
    /// @param requester who asked for it; empty for a rule
    /// @param matter what people are told where they are
    record RemediationMoved(
            String incident, Instant at, Stage stage, String state, String requester, Matter matter)
            implements Input {
        /// What that means to people.
        public enum Stage {
            /// Somebody has to say yes or no.
            WAITS,
            /// It failed, or could not be taken back.
            FAILED,
            /// Nobody has to be told.
            MOVED
        }
    }

    /// A timer of [ServiceState#timers()] is due.
    ///
    /// @param seen what it looked at beside the state
    record TimerFired(String timer, Seen seen) implements Input {
        /// A timer that looks at nothing else.
        public TimerFired(String timer) {
            this(timer, Seen.NOTHING);
        }
    }
}
