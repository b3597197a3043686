package tocsin.ingest.prometheus;

import java.util.List;

/// A selector with what its series count: one role of one indicator of one service.
///
/// @param labels those that anybody splits the indicator by
record SliSelector(String service, String sli, Role role, Selector selector, List<String> labels) {
    SliSelector {
        labels = List.copyOf(labels);
    }

    SliSelector with(List<String> others) {
        return new SliSelector(service, sli, role, selector, others);
    }
}
