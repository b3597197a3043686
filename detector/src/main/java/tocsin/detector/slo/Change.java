package tocsin.detector.slo;

import java.util.Optional;

/// What an evaluation brought: a step of a breach, a signal, or both.
///
/// @param breach what happened to the breach
/// @param breachId the breach; empty when there is none
/// @param revision number of this telling of the breach, from 1
/// @param signal whether how the objective stands is to be told
/// @param standing how the objective stands
/// @param evidence what the breach's step was decided from; none without one
public record Change(
        Kind breach,
        String breachId,
        int revision,
        boolean signal,
        Standing standing,
        Optional<Evidence> evidence) {
    /// What happened to a breach.
    public enum Kind {
        NONE,
        FIRING,
        UPDATED,
        CLEARED
    }
}
