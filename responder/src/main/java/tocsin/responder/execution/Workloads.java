package tocsin.responder.execution;

import tocsin.responder.remediation.Step;

import java.util.Optional;
import java.util.regex.Pattern;

/// Workloads on Kubernetes that the executor may change.
///
/// @param name of one, or `*` for all of the namespace and kind
/// @param least replicas that it may be scaled to
/// @param most replicas that it may be scaled to; less than `least`: it may not be scaled
public record Workloads(String namespace, String kind, String name, int least, int most) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "([a-z0-9.-]+)/(Deployment|StatefulSet|DaemonSet)/([a-z0-9.-]+|\\*)"
                            + "(?:=(\\d{1,4})\\.\\.(\\d{1,4}))?");

    /// Reads `NAMESPACE/KIND/NAME`, or `NAMESPACE/KIND/NAME=2..20` where it may be scaled as well.
    public static Workloads parse(String text) {
        var found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "each is NAMESPACE/KIND/NAME, with =LEAST..MOST where it may be scaled");
        }
        var most = found.group(5);
        return new Workloads(
                found.group(1),
                found.group(2),
                found.group(3),
                most == null ? 1 : Integer.parseInt(found.group(4)),
                most == null ? 0 : Integer.parseInt(most));
    }

    private boolean has(Step.Kubernetes step) {
        return namespace.equals(step.namespace())
                && kind.equals(step.kind())
                && (name.equals("*") || name.equals(step.name()));
    }

    private boolean fits(Step.Kubernetes step) {
        return step.change() != Step.Kubernetes.Change.SCALE
                || within(Integer.parseInt(step.replicas()));
    }

    private boolean within(int replicas) {
        return replicas >= least && replicas <= most;
    }

    /// What speaks against a step, as far as these say; nothing when one of them allows it.
    static Optional<String> objection(Iterable<Workloads> all, Step.Kubernetes step) {
        boolean known = false;
        for (var one : all) {
            if (one.has(step) && one.fits(step)) {
                return Optional.empty();
            }
            known |= one.has(step);
        }
        return Optional.of(
                known
                        ? "this executor may not scale it to " + step.replicas()
                        : "this executor may not change it");
    }
}
