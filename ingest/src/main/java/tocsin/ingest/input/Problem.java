package tocsin.ingest.input;

/// One thing that is wrong with a request.
///
/// @param field where, such as `samples[3].good`
/// @param problem what is wrong there
/// @param fix what to send instead
public record Problem(String field, String problem, String fix) {}
