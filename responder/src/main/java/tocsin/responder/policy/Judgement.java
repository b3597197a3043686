package tocsin.responder.policy;

/// The severity that something calls for, and the rule that says so.
public record Judgement(Severity severity, String reason) {}
