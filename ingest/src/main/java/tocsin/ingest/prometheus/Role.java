package tocsin.ingest.prometheus;

/// What a counter counts for an indicator.
public enum Role {
    TOTAL,
    GOOD,
    BAD
}
