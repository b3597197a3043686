package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sends each notification over the channel that the definitions in effect at the time of its
/// command give that name. What is not defined, or wrongly, refuses with the reason.
public final class Channels implements Channel, AutoCloseable {
    /// What `spec.type` of a channel can be.
    static final List<String> TYPES = List.of("console", "webhook");

    private final Definitions definitions;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Channel console;
    private final HttpClient client = WebhookChannel.client();

    public Channels(
            Definitions definitions, Secrets secrets, PrintStream console, InstantSource clock) {
        this.definitions = definitions;
        this.secrets = secrets;
        this.clock = clock;
        this.console = new ConsoleChannel(console);
    }

    @Override
    public Outcome send(Notification notification) {
        var set = definitions.at(notification.command().source().recordedAt());
        return named(notification.channel(), set).send(notification);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Channel named(String name, DefinitionSet set) {
        return set.find("Channel", name)
                .map(this::channel)
                .orElseGet(() ->
                        refusing(
                                "no channel '%s' is defined in set %d"
                                        .formatted(name, set.version())));
    }

    private Channel channel(Document document) {
        var type = document.spec().path("type").asString("");
        return switch (type) {
            case "console" -> console;
            case "webhook" -> webhook(document.name(), document.spec().path("url").asString(""));
            default -> refusing("'" + type + "' is no type of channel");
        };
    }

    private Channel webhook(String name, String text) {
        var secret = secrets.of(name);
        if (secret.isEmpty()) {
            return refusing("no secret to sign with: set TOCSIN_" + Secrets.setting(name));
        }
        try {
            var url = new URI(text);
            return problem(url)
                    .map(problem -> refusing("spec.url " + problem))
                    .orElseGet(() ->
                            new WebhookChannel(
                                    url, secret.get(), client, WebhookChannel.DEADLINE, clock));
        } catch (URISyntaxException _) {
            return refusing("spec.url is no URL");
        }
    }

    /// Why nothing can be posted to `url`, if nothing can.
    static Optional<String> problem(URI url) {
        var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean speaksHttp =
                (scheme.equals("http") || scheme.equals("https"))
                        && url.getHost() != null
                        && url.getUserInfo() == null;
        return speaksHttp ? Optional.empty() : Optional.of("is no http or https URL");
    }

    private static Channel refusing(String reason) {
        return _ -> new Outcome.Refused(reason);
    }
}
