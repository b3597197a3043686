package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.Sample;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command.Kind;
import tocsin.notifier.delivery.Notification;
import tocsin.runtime.definitions.DefinitionSet;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// `tocsin template render`: what a channel would say.
@Command(
        name = "template",
        description = "Shows what channels say.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TemplateCommand {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "render",
            description = "Prints the texts of a channel for an event.",
            mixinStandardHelpOptions = true)
    int render(
            @Option(
                            names = "--channel",
                            required = true,
                            description = "slack, teams, ntfy, sms, voice, mail or statuspage")
                    String channel,
            @Option(
                            names = "--event",
                            description =
                                    "File with the JSON that the webhook channel posts. Default: a"
                                            + " sample of each kind")
                    @Nullable Path event,
            @Option(
                            names = "--config",
                            description = "Folder with definitions. Default: the built-in texts")
                    @Nullable Path config) {
        var layouts =
                Stream.of(Layout.values())
                        .filter(layout -> (layout.id() + "-").startsWith(channel + "-"))
                        .toList();
        if (layouts.isEmpty()) {
            throw new UserError("no texts for '" + channel + "'");
        }
        var texts = Texts.of(set(config));
        var out = spec.commandLine().getOut();
        for (var notification : notifications(event)) {
            for (var layout : layouts) {
                out.printf("--- %s, %s%n", layout.id(), notification.command().kind());
                out.println(texts.of(layout, notification));
            }
        }
        out.flush();
        return 0;
    }

    private static DefinitionSet set(@Nullable Path config) {
        return config == null
                ? DefinitionSet.EMPTY
                : new DefinitionSet(1, "", Instant.EPOCH, ConfigDirectory.read(config));
    }

    private static List<Notification> notifications(@Nullable Path event) {
        if (event == null) {
            return Stream.of(Kind.values()).map(Sample::notification).toList();
        }
        try {
            return List.of(Sample.of(JsonMapper.shared().readTree(Files.readString(event))));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new UserError("cannot use " + event + ": " + e.getMessage());
        }
    }
}
