package tocsin.ingest.prometheus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Answers quickly who counts a series, for the selectors of one set of definitions. Remembers what
/// it found for series it has seen; forgets everything when that becomes too much.
public final class SeriesIndex {
    /// One indicator that is fed with a series.
    ///
    /// @param series tells the series of a feed apart; see [Labels#hash]
    /// @param labels those that somebody splits the indicator by, as far as the series has them
    public record Match(
            String service,
            String sli,
            Feed feed,
            long series,
            String target,
            Map<String, String> labels) {
        public Match {
            labels = Map.copyOf(labels);
        }
    }

    /// A series whose labels are longer is matched anew each time, so that memory stays bounded.
    private static final int MAX_CACHED_LENGTH = 4_096;

    private static final int MAX_CACHED = 20_000;

    private final SliSelectors selectors;
    private final Map<Labels, List<Match>> known = new ConcurrentHashMap<>();

    public SeriesIndex(SliSelectors selectors) {
        this.selectors = selectors;
    }

    /// Version of the set of definitions.
    public long version() {
        return selectors.version();
    }

    List<Match> matches(Labels labels) {
        if (!selectors.mayMatch(labels)) {
            return List.of();
        }
        if (labels.length() > MAX_CACHED_LENGTH) {
            return find(labels);
        }
        if (known.size() >= MAX_CACHED) {
            known.clear();
        }
        return known.computeIfAbsent(labels, this::find);
    }

    private List<Match> find(Labels labels) {
        return selectors.matching(labels).stream()
                .flatMap(found ->
                        found.owner().of(labels).stream()
                                .map(service ->
                                        new Match(
                                                service,
                                                found.sli(),
                                                found.feed(),
                                                labels.hash(found.feed()),
                                                labels.target(),
                                                labels.among(
                                                        selectors.split(service, found.sli())))))
                .distinct()
                .toList();
    }
}
