package tocsin.cli.definitions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the values of one document stand in its file, by JSON pointer.
final class Positions {
    private final Map<String, Position> keys = new HashMap<>();
    private final Map<String, Position> values = new HashMap<>();

    void key(String pointer, Position position) {
        keys.put(pointer, position);
    }

    void value(String pointer, Position position) {
        values.put(pointer, position);
    }

    /// Of a member's name.
    Position ofKey(String pointer) {
        return Optional.ofNullable(keys.get(pointer)).orElseGet(() -> of(pointer));
    }

    /// Of a value, or where it is missing of what should hold it. What begins on a line below its
    /// name is looked for at its name.
    Position of(String pointer) {
        var at = pointer;
        while (true) {
            var position = values.get(at);
            if (position != null) {
                var key = keys.get(at);
                return key != null && key.line() < position.line() ? key : position;
            }
            if (at.isEmpty()) {
                return Position.START;
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
    }
}
