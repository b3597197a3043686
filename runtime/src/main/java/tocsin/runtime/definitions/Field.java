package tocsin.runtime.definitions;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A value in a document, present or not, that knows its place. Whoever reads a document reads
/// through this, so that whatever cannot be used is reported with where it stands. `null` counts as
/// absent.
public final class Field {
    private final Document document;
    private final JsonNode value;
    private final String pointer;

    private Field(Document document, JsonNode value, String pointer) {
        this.document = document;
        this.value = value;
        this.pointer = pointer;
    }

    /// A whole document.
    public static Field of(Document document) {
        return new Field(document, document.body(), "");
    }

    /// A member of this object.
    public Field get(String key) {
        var name = key.replace("~", "~0").replace("/", "~1");
        return new Field(document, value.path(key), pointer + "/" + name);
    }

    /// The document it stands in.
    public Document document() {
        return document;
    }

    /// The last part of its place: the name of a member, the number of an entry.
    public String key() {
        var last = pointer.substring(pointer.lastIndexOf('/') + 1);
        return last.replace("~1", "/").replace("~0", "~");
    }

    public boolean isText() {
        return value.isString();
    }

    public boolean isObject() {
        return value.isObject();
    }

    public boolean present() {
        return !value.isMissingNode() && !value.isNull();
    }

    /// Itself, where there is something.
    public Optional<Field> optional() {
        return present() ? Optional.of(this) : Optional.empty();
    }

    /// Whether the same stands there, or nothing in both places. Numbers are compared as such.
    public boolean sameAs(Field other) {
        boolean numbers = value.isNumber() && other.value.isNumber();
        return numbers ? number().compareTo(other.number()) == 0 : value.equals(other.value);
    }

    /// Text that is not blank.
    public String text() {
        required("text");
        if (!value.isString()) {
            throw wrong("must be text, not " + shown());
        }
        if (value.asString().isBlank()) {
            throw wrong("is blank");
        }
        return value.asString();
    }

    /// One of these words.
    public String oneOf(Collection<String> words) {
        var text = text();
        if (!words.contains(text)) {
            throw wrong(Wording.unknown(text, words));
        }
        return text;
    }

    /// A number, exactly as written.
    public BigDecimal number() {
        required("a number");
        if (!value.isNumber()) {
            throw wrong("must be a number, not " + shown());
        }
        if (value.isFloatingPointNumber() && !Double.isFinite(value.asDouble())) {
            throw wrong("must be a finite number");
        }
        return new BigDecimal(value.asString());
    }

    /// A whole number.
    public int integer() {
        required("a whole number");
        if (!value.isInt()) {
            throw wrong("must be a whole number, not " + shown());
        }
        return value.asInt();
    }

    /// True or false.
    public boolean flag() {
        required("true or false");
        if (!value.isBoolean()) {
            throw wrong("must be true or false, not " + shown());
        }
        return value.asBoolean();
    }

    /// A duration such as `5m`.
    public Duration duration() {
        var text = text();
        return reading(() -> DurationText.parse(text));
    }

    /// The entries of a list.
    public List<Field> items() {
        required("a list");
        if (!value.isArray()) {
            throw wrong("must be a list, not " + shown());
        }
        var items = new ArrayList<Field>();
        for (int i = 0; i < value.size(); i++) {
            items.add(new Field(document, value.path(i), pointer + "/" + i));
        }
        return items;
    }

    /// The names of an object's members.
    public List<String> keys() {
        required("an object");
        if (!value.isObject()) {
            throw wrong("must be an object, not " + shown());
        }
        return List.copyOf(value.propertyNames());
    }

    /// What `reader` makes of it. A reason it gives for making nothing of it gets this place.
    public <T> T reading(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (UnusableDefinitionException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /// To be thrown: what is here cannot be used.
    public UnusableDefinitionException wrong(String message) {
        return new UnusableDefinitionException(finding(Finding.Level.ERROR, message));
    }

    /// To be reported: what is here can be used, and yet.
    public Finding odd(String message) {
        return finding(Finding.Level.WARNING, message);
    }

    private Finding finding(Finding.Level level, String message) {
        return new Finding(level, document.key(), pointer, message);
    }

    private void required(String what) {
        if (!present()) {
            throw wrong("is missing; it must be " + what);
        }
    }

    private String shown() {
        return Wording.quoted(value.isString() ? value.asString() : value.toString());
    }
}
