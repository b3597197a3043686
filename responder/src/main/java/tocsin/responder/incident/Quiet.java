package tocsin.responder.incident;

/// What keeps an incident from paging by the will of people: a silence or a mute time.
///
/// @param by its identity
record Quiet(String by, String text) {}
