package tocsin.notifier.channel.message;

import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.tokenParser.TokenParser;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The part of Pebble's language that templates may use: whatever could reach out, make a text grow
/// out of proportion, or switch escaping off is left out.
final class Allowed extends ExtensionCustomizer {
    private static final Set<String> TAGS = Set.of("if", "for", "verbatim");

    /// `escape` is what automatic escaping itself calls.
    private static final Set<String> FILTERS =
            Set.of(
                    "abbreviate",
                    "capitalize",
                    "default",
                    "escape",
                    "first",
                    "last",
                    "length",
                    "lower",
                    "title",
                    "trim",
                    "upper");

    Allowed(Extension extension) {
        super(extension);
    }

    @Override
    public List<TokenParser> getTokenParsers() {
        return Optional.ofNullable(super.getTokenParsers()).orElse(List.of()).stream()
                .filter(parser -> TAGS.contains(parser.getTag()))
                .toList();
    }

    @Override
    public Map<String, Filter> getFilters() {
        var filters = new HashMap<>(Optional.ofNullable(super.getFilters()).orElse(Map.of()));
        filters.keySet().retainAll(FILTERS);
        return filters;
    }

    @Override
    public Map<String, Function> getFunctions() {
        return Map.of();
    }

    @Override
    public List<BinaryOperator> getBinaryOperators() {
        return Optional.ofNullable(super.getBinaryOperators()).orElse(List.of()).stream()
                .filter(operator -> !operator.getSymbol().equals(".."))
                .toList();
    }
}
