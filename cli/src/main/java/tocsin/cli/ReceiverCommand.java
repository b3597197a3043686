package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Channels;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.delivery.Command.Kind;
import tocsin.notifier.delivery.Command.Notify;
import tocsin.notifier.delivery.Command.Source;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.Settings;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.identity.Ids;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `tocsin receiver test`: whether a channel reaches somebody.
@Command(
        name = "receiver",
        description = "Tries channels.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ReceiverCommand {
    private static final String CHANNEL = "Channel";

    private final Map<String, String> environment;

    @Spec private CommandSpec spec = CommandSpec.create();

    ReceiverCommand() {
        this(System.getenv());
    }

    ReceiverCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Command(
            name = "test",
            description =
                    "Sends a notice marked TEST over a channel, and that it is over, straight from"
                            + " here with the settings of the notifier. Exit code 1 when it is not"
                            + " taken.",
            mixinStandardHelpOptions = true)
    int test(
            @Parameters(paramLabel = "NAME", description = "Name of the channel") String name,
            @Option(
                            names = "--config",
                            required = true,
                            description = "Folder with the definitions")
                    Path config) {
        var set = new DefinitionSet(1, "", Instant.EPOCH, ConfigDirectory.read(config));
        var channel = set.find(CHANNEL, name);
        if (channel.filter(ReceiverCommand::isPublic).isPresent()) {
            throw new UserError(
                    "%s is a status page: the public would read of the test".formatted(name));
        }
        if (channel.isEmpty()) {
            throw new UserError(
                    "no channel '%s' in %s; there are %s"
                            .formatted(
                                    name,
                                    config,
                                    set.ofKind(CHANNEL).stream().map(Document::name).toList()));
        }
        var settings = new Settings(environment);
        var notifier = NotifierConfig.from(settings);
        settings.check();
        try (var channels =
                new Channels(
                        Definitions.always(set),
                        notifier.secrets(),
                        new Addresses(notifier.privateReceivers()),
                        notifier.console(),
                        InstantSource.system(),
                        Traces.OFF)) {
            return test(name, channels);
        }
    }

    private static boolean isPublic(Document channel) {
        return channel.spec().path("type").asString("").equals("statuspage");
    }

    private int test(String name, Channels channels) {
        var now = Instant.now();
        var notice = channels.send(notification(name, Kind.NOTICE, now, Optional.empty()));
        say("the notice", notice);
        if (!(notice instanceof Outcome.Accepted(var receipt))) {
            return 1;
        }
        var over = channels.send(notification(name, Kind.RESOLVED, now, Optional.of(receipt)));
        say("that it is over", over);
        return over instanceof Outcome.Accepted ? 0 : 1;
    }

    private void say(String what, Outcome outcome) {
        var out = spec.commandLine().getOut();
        out.println(
                what
                        + switch (outcome) {
                            case Outcome.Accepted(var receipt) -> " was taken: " + receipt;
                            case Outcome.Refused(var reason) -> " was refused: " + reason;
                            case Outcome.TryAgain(var reason, _) -> " did not get there: " + reason;
                            case Outcome.Unknown(var reason) -> " may have got there: " + reason;
                        });
        out.flush();
    }

    private static Notification notification(
            String channel, Kind kind, Instant now, Optional<String> first) {
        var incident = "tocsin-test-" + Ids.base32(6, "receiver-test", now.toString());
        return new Notification(
                new Notify(
                        Ids.hex(incident, kind.name()),
                        new Source(0, 0, now, ""),
                        kind,
                        "tocsin",
                        incident,
                        "whoever listens to " + channel,
                        List.of(channel),
                        now.plus(Duration.ofHours(1)),
                        new Message(
                                "SEV4",
                                "TEST of the channel " + channel,
                                "Somebody ran tocsin receiver test; nothing is wrong",
                                kind == Kind.RESOLVED ? "over" : "a test",
                                "to see whether this channel works",
                                now,
                                Map.of(),
                                1)),
                channel,
                1,
                false,
                first);
    }
}
