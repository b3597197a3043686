package tocsin.responder.remediation;

import java.util.Optional;

/// What a decision goes by, beside state and time.
///
/// @param keys whose approvals count
/// @param stopped why nothing may begin, when the kill switch is on
public record Rules(Catalogue catalogue, Keys keys, Optional<String> stopped) {}
