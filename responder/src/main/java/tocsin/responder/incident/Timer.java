package tocsin.responder.incident;

import java.time.Instant;
import java.util.Locale;

/// Something that happens by itself at `due` unless the state changes before.
///
/// @param id unique within the service
/// @param subject the page or cause it is about; empty where it is about the incident
public record Timer(String id, Instant due, Kind kind, String incident, String subject) {
    private static final String EXPIRY = "expiry/";
    private static final String HOLD = "hold/";
    private static final String COUNT = "count/";

    /// What is waited for.
    public enum Kind {
        /// A channel has to accept the page.
        DELIVERY,
        /// Somebody has to acknowledge.
        ACKNOWLEDGEMENT,
        /// The alert has to be repeated.
        EXPIRY,
        /// Somebody has to acknowledge within the time of the severity.
        RESPONSE,
        /// A SEV-2 becomes SEV-1.
        SEVERITY,
        /// People have to hear something.
        UPDATE,
        /// The acknowledgement ends.
        LAPSE,
        /// The severity falls.
        FALL,
        /// A flapping incident is over.
        CALM,
        /// Whatever holds its pages back is over; asked again and again until it is.
        HOLD,
        /// Folded alerts are counted.
        COUNT
    }

    static Timer delivery(String incident, String page, Instant due) {
        return new Timer("delivery/" + page, due, Kind.DELIVERY, incident, page);
    }

    static Timer acknowledgement(String incident, int round, int step, Instant due) {
        return new Timer(
                "acknowledgement/%s/%d/%d".formatted(incident, round, step),
                due,
                Kind.ACKNOWLEDGEMENT,
                incident,
                "");
    }

    static Timer expiry(String incident, String cause, Instant due) {
        return new Timer(EXPIRY + incident + "/" + cause, due, Kind.EXPIRY, incident, cause);
    }

    /// One of the incident's deadlines.
    static Timer deadline(Kind kind, String incident, Instant due) {
        return new Timer(
                kind.name().toLowerCase(Locale.ROOT) + "/" + incident, due, kind, incident, "");
    }

    /// What asks who fails with an incident. It is no part of the state: whoever follows the log of
    /// all services sees when there is a reason to ask.
    public static String dependants(String incident) {
        return "dependants/" + incident;
    }

    /// Whether the timer with this id only asks, and is due all the time.
    public static boolean asks(String id) {
        return id.startsWith(HOLD) || id.startsWith(COUNT);
    }

    /// Whether the timer with this id ends an alert that was not repeated. Such timers wait longer
    /// after a start, because our own outage is no reason to believe that an alert is over.
    public static boolean endsAlert(String id) {
        return id.startsWith(EXPIRY);
    }
}
