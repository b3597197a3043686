package tocsin.ingest.alertmanager;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/// An alert as it was posted, decoded but not judged. Labels with an empty value are gone: they
/// mean the same as none. Times that were not set, or set to Go's zero time, are empty.
record PostedAlert(
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        Optional<Instant> startsAt,
        Optional<Instant> endsAt,
        String generatorUrl) {}
