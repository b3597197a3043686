package tocsin.ingest.prometheus;

import java.util.List;

/// A series as it was sent: labels not checked yet.
public record Series(List<Label> labels, List<Reading> readings) {}
