package tocsin.responder.execution;

import java.util.Set;

/// What the executor's own settings allow. Nobody changes them over a topic.
///
/// @param programs whole paths of the programs that may be run
/// @param preApproved `ACTION/SERVICE` of what a policy may approve beforehand
public record Limits(Set<String> programs, Set<String> preApproved) {
    /// Nothing may be run.
    public static final Limits NONE = new Limits(Set.of(), Set.of());

    public Limits {
        programs = Set.copyOf(programs);
        preApproved = Set.copyOf(preApproved);
    }
}
