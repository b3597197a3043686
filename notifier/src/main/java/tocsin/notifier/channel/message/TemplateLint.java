package tocsin.notifier.channel.message;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Finding;

import java.util.List;

/// Compiles every template and tries it on a sample.
public final class TemplateLint implements DefinitionCheck {
    @Override
    public List<Finding> check(DefinitionSet set) {
        return Texts.of(set).problems();
    }
}
