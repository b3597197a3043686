package tocsin.responder.execution;

/// Where an order stands on its topic.
public record Place(int partition, long offset) {}
