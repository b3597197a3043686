package tocsin.responder.oncall;

/// One person on call without a break.
public record Shift(String person, Span span) {}
