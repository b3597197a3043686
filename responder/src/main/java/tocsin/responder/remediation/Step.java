package tocsin.responder.remediation;

import java.util.List;
import java.util.Map;

/// What the executor does. In the catalogue its texts hold names in braces; in a plan they are
/// filled.
public sealed interface Step {
    /// A program with its arguments, as they are handed to the operating system: no shell reads
    /// them.
    record Command(List<String> argv) implements Step {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /// With its names put in.
    ///
    /// @throws IllegalArgumentException when a value is missing or could be taken for something
    ///   else than a value
    default Step filled(Map<String, String> values) {
        return switch (this) {
            case Command(var argv) ->
                    new Command(argv.stream().map(text -> Filling.argument(text, values)).toList());
        };
    }

    /// As it stands in a plan.
    default Map<String, Object> json() {
        return switch (this) {
            case Command(var argv) -> Map.of("command", argv);
        };
    }
}
