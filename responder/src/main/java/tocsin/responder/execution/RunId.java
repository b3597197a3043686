package tocsin.responder.execution;

/// One run: of a remediation, or of its way back.
public record RunId(String remediation, boolean undoing) {}
