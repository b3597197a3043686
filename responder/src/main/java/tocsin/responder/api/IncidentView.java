package tocsin.responder.api;

import tocsin.responder.incident.Incident;
import tocsin.responder.incident.RecordedFact;

import java.util.List;

/// One incident as operators see it.
///
/// @param timeline its facts, oldest first
/// @param leftOut how many further ones are on the log
/// @param attached incidents whose pages it holds back
record IncidentView(
        String service,
        Incident incident,
        List<RecordedFact> timeline,
        int leftOut,
        List<IncidentView> attached) {}
