package tocsin.notifier.channel;

import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.UnusableDefinitionException;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the notifier demands of channels.
public final class ChannelLint implements DefinitionCheck {
    @Override
    public List<Finding> check(DefinitionSet set) {
        var findings = new ArrayList<Finding>();
        for (var channel : set.ofKind("Channel")) {
            try {
                check(Field.of(channel).get("spec"));
            } catch (UnusableDefinitionException e) {
                findings.add(e.finding());
            }
        }
        return findings;
    }

    private static void check(Field spec) {
        if (spec.get("type").oneOf(Channels.TYPES).equals("webhook")) {
            var url = spec.get("url");
            var text = url.text();
            Optional<String> problem = url.reading(() -> Channels.problem(URI.create(text)));
            if (problem.isPresent()) {
                throw url.wrong(problem.get());
            }
        }
    }
}
