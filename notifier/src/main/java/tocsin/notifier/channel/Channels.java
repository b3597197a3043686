package tocsin.notifier.channel;

import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.Http;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Sends each notification over the channel that the definitions in effect at the time of its
/// command give that name. What is not defined, or wrongly, refuses with the reason.
public final class Channels implements Channel, AutoCloseable {
    /// What `spec.type` of a channel can be.
    static final List<String> TYPES = List.of("console", "webhook", "pagerduty", "opsgenie");

    private final Definitions definitions;
    private final Secrets secrets;
    private final Http http;
    private final Map<String, Function<ChannelSpec, Channel>> types = new TreeMap<>();

    /// @param addresses where channels may connect to
    public Channels(
            Definitions definitions,
            Secrets secrets,
            Addresses addresses,
            PrintStream console,
            InstantSource clock) {
        this.definitions = definitions;
        this.secrets = secrets;
        http = new Http(addresses);
        var line = new Line(http, Line.DEADLINE, clock);
        types.put("console", _ -> new ConsoleChannel(console));
        http("webhook", spec -> new Webhook(spec.url(""), spec.secret(), clock), line);
        http("pagerduty", spec -> new PagerDuty(spec.url(PagerDuty.BASE), spec.secret()), line);
        http("opsgenie", spec -> new Opsgenie(spec.url(Opsgenie.BASE), spec.secret()), line);
    }

    @Override
    public Outcome send(Notification notification) {
        var set = definitions.at(notification.command().source().recordedAt());
        return named(notification.channel(), set).send(notification);
    }

    @Override
    public void close() {
        http.close();
    }

    private void http(
            String type, Function<ChannelSpec, HttpChannel.Provider> provider, Line line) {
        types.put(type, spec -> new HttpChannel(provider.apply(spec), spec.secret(), line));
    }

    private Channel named(String name, DefinitionSet set) {
        return set.find("Channel", name)
                .map(document -> channel(new ChannelSpec(document, secrets.of(name))))
                .orElseGet(() ->
                        refusing(
                                "no channel '%s' is defined in set %d"
                                        .formatted(name, set.version())));
    }

    private Channel channel(ChannelSpec spec) {
        var type = types.get(spec.type());
        if (type == null) {
            return refusing(
                    "'%s' is no type of channel; one of %s"
                            .formatted(PlainText.line(spec.type(), 40), types.keySet()));
        }
        try {
            return type.apply(spec);
        } catch (IllegalArgumentException e) {
            return refusing(String.valueOf(e.getMessage()));
        }
    }

    private static Channel refusing(String reason) {
        return _ -> new Outcome.Refused(reason);
    }
}
