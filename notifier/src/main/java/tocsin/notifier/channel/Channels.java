package tocsin.notifier.channel;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.channel.HttpChannel.Line;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.Http;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import javax.net.ssl.SSLSocketFactory;

/// Sends each notification over the channel that the definitions in effect at the time of its
/// command give that name. What is not defined, or wrongly, refuses with the reason.
public final class Channels implements Channel, AutoCloseable {
    /// What `spec.type` of a channel can be.
    static final List<String> TYPES =
            List.of(
                    "console",
                    "webhook",
                    "pagerduty",
                    "opsgenie",
                    "slack",
                    "slack-webhook",
                    "teams",
                    "email",
                    "ntfy",
                    "sms",
                    "voice",
                    "github",
                    "jira",
                    "statuspage");

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final Definitions definitions;
    private final Secrets secrets;
    private final Optional<Answers> answers;
    private final Http http;
    private final Map<String, Function<ChannelSpec, Channel>> types = new TreeMap<>();
    private DefinitionSet textsOf = DefinitionSet.EMPTY;
    private Texts texts = Texts.of(DefinitionSet.EMPTY);
    private final Traces traces;

    /// Channels without links to answer by.
    ///
    /// @param addresses where channels may connect to
    public Channels(
            Definitions definitions,
            Secrets secrets,
            Addresses addresses,
            PrintStream console,
            InstantSource clock,
            Traces traces) {
        this(definitions, secrets, Optional.empty(), addresses, console, clock, traces);
    }

    /// @param answers links in what goes to one person
    /// @param addresses where channels may connect to
    public Channels(
            Definitions definitions,
            Secrets secrets,
            Optional<Answers> answers,
            Addresses addresses,
            PrintStream console,
            InstantSource clock,
            Traces traces) {
        this.answers = answers;
        this.definitions = definitions;
        this.traces = traces;
        this.secrets = secrets;
        http = new Http(addresses);
        var line = new Line(http, Line.DEADLINE, clock);
        var road = new Mail.Road(addresses, tls(), Line.DEADLINE, clock);
        types.put("console", _ -> new ConsoleChannel(console));
        types.put("email", spec -> MailSpec.channel(spec, road));
        http("webhook", spec -> new Webhook(spec.url(""), spec.secret(), clock), line);
        http("slack", Channels::slack, line);
        http("slack-webhook", Channels::slackWebhook, line);
        http("teams", spec -> new Teams(spec.secretUrl(), spec.texts()), line);
        http("ntfy", Channels::ntfy, line);
        http("sms", spec -> twilio(spec, Twilio.Kind.SMS), line);
        http("voice", spec -> twilio(spec, Twilio.Kind.VOICE), line);
        http("github", Channels::github, line);
        http("jira", Channels::jira, line);
        http("statuspage", Channels::statuspage, line);
        http("pagerduty", spec -> new PagerDuty(spec.url(PagerDuty.BASE), spec.secret()), line);
        http("opsgenie", spec -> new Opsgenie(spec.url(Opsgenie.BASE), spec.secret()), line);
    }

    @Override
    public Outcome send(Notification notification) {
        var set = definitions.at(notification.command().source().recordedAt());
        var span = span(notification);
        try {
            var traced = notification.tracedBy(Traces.traceparent(span));
            var outcome = named(notification.channel(), set).send(traced);
            if (!(outcome instanceof Outcome.Accepted)) {
                span.setStatus(StatusCode.ERROR)
                        .setAttribute("error.type", outcome.getClass().getSimpleName());
            }
            return outcome;
        } finally {
            span.end();
        }
    }

    @Override
    public String provider(String channel, Instant now) {
        return definitions
                .at(now)
                .find("Channel", channel)
                .map(document -> spec(document, texts).provider())
                .orElse(channel);
    }

    private ChannelSpec spec(Document document, Texts itsTexts) {
        var name = document.name();
        return new ChannelSpec(
                document, secrets.of(name), "TOCSIN_" + Secrets.setting(name), itsTexts);
    }

    /// A channel beside those of the definitions, with the built-in texts.
    ///
    /// @param secretSetting where its secret comes from
    /// @throws IllegalArgumentException when it cannot be used, with the reason
    public Channel own(OwnChannel own, String secretSetting) {
        var spec =
                new ChannelSpec(
                        own.document(), own.secret(), secretSetting, Texts.of(DefinitionSet.EMPTY));
        return type(spec)
                .orElseThrow(() -> new IllegalArgumentException("no type of channel"))
                .apply(spec);
    }

    private Optional<Function<ChannelSpec, Channel>> type(ChannelSpec spec) {
        return Optional.ofNullable(types.get(spec.type()));
    }

    /// Says nothing of where it goes to: addresses may hold secrets.
    private Span span(Notification notification) {
        return traces.start("notify", SpanKind.CLIENT, notification.command().source().trace())
                .setAttribute("tocsin.channel", notification.channel())
                .setAttribute("tocsin.attempt", notification.attempt())
                .setAttribute("tocsin.incident", notification.command().incident())
                .setAttribute("tocsin.page", notification.page());
    }

    @Override
    public void close() {
        http.close();
    }

    private static SSLSocketFactory tls() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    private void http(
            String type, Function<ChannelSpec, HttpChannel.Provider> provider, Line line) {
        types.put(type, spec -> new HttpChannel(provider.apply(spec), spec.secret(), line));
    }

    private static HttpChannel.Provider slack(ChannelSpec spec) {
        return new Slack(
                spec.url(Slack.BASE),
                spec.text("channel"),
                spec.flag("buttons"),
                spec.secret(),
                spec.texts());
    }

    private static HttpChannel.Provider slackWebhook(ChannelSpec spec) {
        return new SlackWebhook(spec.secretUrl(), spec.secret(), spec.texts());
    }

    private static HttpChannel.Provider ntfy(ChannelSpec spec) {
        return new Ntfy(spec.url(Ntfy.BASE), spec.text("topic"), spec.secret(), spec.texts());
    }

    private static HttpChannel.Provider github(ChannelSpec spec) {
        return new GitHub(
                spec.url(GitHub.BASE), spec.text("repository"), spec.secret(), spec.texts());
    }

    private static HttpChannel.Provider jira(ChannelSpec spec) {
        var board =
                new Jira.Board(
                        spec.text("project"),
                        spec.text("issueType", "Task"),
                        spec.text("username", ""),
                        spec.text("transition", ""));
        return new Jira(spec.url(""), board, spec.secret(), spec.texts());
    }

    private static HttpChannel.Provider statuspage(ChannelSpec spec) {
        var site =
                new Statuspage.Site(
                        spec.text("page"), spec.texts("components"), spec.flag("subscribers"));
        return new Statuspage(spec.url(Statuspage.BASE), site, spec.secret(), spec.texts());
    }

    private static HttpChannel.Provider twilio(ChannelSpec spec, Twilio.Kind kind) {
        return new Twilio(
                spec.url(Twilio.BASE),
                kind,
                spec.text("account"),
                spec.text("from"),
                spec.text("to"),
                spec.secret(),
                spec.texts());
    }

    private Channel named(String name, DefinitionSet set) {
        return set.find("Channel", name)
                .map(document -> spec(document, texts(set)))
                .map(spec -> answering(channel(spec), spec.type(), set))
                .orElseGet(() ->
                        refusing(
                                "no channel '%s' is defined in set %d"
                                        .formatted(name, set.version())));
    }

    private Channel answering(Channel channel, String type, DefinitionSet set) {
        return notification ->
                channel.send(
                        answers.map(links -> links.in(notification, type, set))
                                .orElse(notification));
    }

    /// Compiled once for each set.
    private synchronized Texts texts(DefinitionSet set) {
        if (set.version() != textsOf.version() || !set.digest().equals(textsOf.digest())) {
            texts = Texts.of(set);
            textsOf = set;
            texts.problems().forEach(problem -> LOG.warn("Not used: {}", problem));
        }
        return texts;
    }

    private Channel channel(ChannelSpec spec) {
        var type = type(spec);
        if (type.isEmpty()) {
            return refusing(
                    "'%s' is no type of channel; one of %s"
                            .formatted(PlainText.line(spec.type(), 40), types.keySet()));
        }
        try {
            return type.get().apply(spec);
        } catch (IllegalArgumentException e) {
            return refusing(String.valueOf(e.getMessage()));
        }
    }

    private static Channel refusing(String reason) {
        return _ -> new Outcome.Refused(reason);
    }
}
