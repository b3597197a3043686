package tocsin.responder.incident;

/// A service has at most one open incident in each stream.
public enum Stream {
    /// Somebody may have to be woken: page-class facets and alerts.
    PAGE,
    /// The error budget leaks or is spent: ticket-class and budget facets. Never holds, reopens or
    /// re-pages the other.
    BUDGET,
    /// Nothing is wrong, people practise. Pages as the first does, and touches nothing else.
    DRILL;

    /// Whether somebody may have to be woken.
    boolean wakes() {
        return this != BUDGET;
    }

    /// Whether facets of this class belong here.
    boolean takes(String facet) {
        return switch (facet) {
            case "TOTAL_OUTAGE",
                    "PAGE_FAST",
                    "PAGE_SLOW",
                    "DEGRADED",
                    "NO_DATA",
                    "EXHAUSTION_PAGE" ->
                    this == PAGE;
            case "TICKET_FAST", "TICKET_SLOW", "EXHAUSTION_TICKET" -> this == BUDGET;
            default -> this == BUDGET && facet.startsWith("BUDGET_");
        };
    }
}
