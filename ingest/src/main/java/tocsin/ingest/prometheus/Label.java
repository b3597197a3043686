package tocsin.ingest.prometheus;

/// One label of a series.
public record Label(String name, String value) {}
