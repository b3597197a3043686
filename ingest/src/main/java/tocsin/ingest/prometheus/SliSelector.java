package tocsin.ingest.prometheus;

/// A selector with what its series are to one indicator.
record SliSelector(Owner owner, String sli, Feed feed, Selector selector) {}
