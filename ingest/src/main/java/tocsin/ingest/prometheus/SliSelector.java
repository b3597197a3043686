package tocsin.ingest.prometheus;

/// A selector with what its series count: one role of one indicator of one service.
record SliSelector(String service, String sli, Role role, Selector selector) {}
