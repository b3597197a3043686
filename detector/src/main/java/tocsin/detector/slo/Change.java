package tocsin.detector.slo;

/// What an evaluation brought: a step of a breach, a signal, or both.
///
/// @param breach what happened to the breach
/// @param breachId the breach; empty when there is none
/// @param revision number of this telling of the breach, from 1
/// @param signal whether how the objective stands is to be told
/// @param standing the evidence
public record Change(
        Kind breach, String breachId, int revision, boolean signal, Standing standing) {
    /// What happened to a breach.
    public enum Kind {
        NONE,
        FIRING,
        UPDATED,
        CLEARED
    }
}
