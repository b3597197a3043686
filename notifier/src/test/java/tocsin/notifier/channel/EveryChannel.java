package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.notifier.channel.FakeProvider.Answer;
import tocsin.notifier.channel.FakeProvider.Request;
import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.TestTls;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// A channel of every type, named after its type, defined and called as in a real notifier, with a
/// provider behind it that behaves as the real one does.
public final class EveryChannel implements AutoCloseable {
    public static final List<String> TYPES = Channels.TYPES;

    private static final String SECRET = "canary0123456789canary0123456789";

    private static final String DEFINITIONS =
            """
            {"console": {},
             "webhook": {"url": "BASE/webhook"},
             "pagerduty": {"url": "BASE/pagerduty"},
             "opsgenie": {"url": "BASE/opsgenie"},
             "slack": {"url": "BASE/slack", "channel": "C024BE91L", "buttons": true},
             "slack-webhook": {},
             "teams": {},
             "email": {"host": "127.0.0.1", "port": SMTP, "tls": "none", "from": "tocsin@tocsin.example", "to": "on-call@tocsin.example"},
             "ntfy": {"url": "BASE/ntfy", "topic": "oncall"},
             "sms": {"url": "BASE/sms", "account": "AC1", "from": "+15005550006", "to": "+15005550100"},
             "voice": {"url": "BASE/voice", "account": "AC1", "from": "+15005550006", "to": "+15005550100"},
             "github": {"url": "BASE/github", "repository": "shop/incidents"},
             "jira": {"url": "BASE/jira", "project": "OPS", "username": "tocsin@tocsin.example", "transition": "31"},
             "statuspage": {"url": "BASE/statuspage", "page": "kctbh9vrtdwd", "components": ["8kbf7d35c070"]}}
            """;

    private static final JsonMapper SORTED =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private final FakePagerDuty pagerDuty = new FakePagerDuty();
    private final FakeOpsgenie opsgenie = new FakeOpsgenie(SECRET);
    private final FakeSlack slack = new FakeSlack(SECRET);
    private final FakeNtfy ntfy = new FakeNtfy(SECRET);
    private final FakeGitHub github = new FakeGitHub(SECRET);
    private final FakeJira jira = new FakeJira(SECRET);
    private final FakeStatuspage statuspage = new FakeStatuspage(SECRET);
    private final FakeTwilio sms = new FakeTwilio(SECRET);
    private final FakeTwilio voice = new FakeTwilio(SECRET);
    private final FakeSmtp smtp = new FakeSmtp(TestTls.sockets());
    private final FakeProvider provider = new FakeProvider(this::answer);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Channels channels;

    public EveryChannel() {
        channels =
                new Channels(
                        Definitions.always(definitions()),
                        secrets(),
                        new Addresses(List.of("127.0.0.1")),
                        new PrintStream(printed, true, UTF_8),
                        InstantSource.fixed(Pages.NINE),
                        Traces.OFF);
    }

    /// All of them, by name.
    public Channel channels() {
        return channels;
    }

    /// How many requests to tell somebody were made over the channel, questions not counted.
    public long requests(String type) {
        return switch (type) {
            case "console" -> printedPages();
            case "email" -> smtp.mails.size();
            default -> posts(type).size();
        };
    }

    /// How many messages, calls or alerts people see of them.
    public long messages(String type) {
        ToLongFunction<String> distinct =
                header -> posts(type).stream().map(post -> post.header(header)).distinct().count();
        return switch (type) {
            case "webhook" -> distinct.applyAsLong("webhook-id");
            case "pagerduty" -> pagerDuty.alerts.size();
            case "opsgenie" -> opsgenie.alerts.size();
            case "slack" -> slack.messages.size();
            case "ntfy" -> ntfy.published.size();
            case "sms" -> sms.sent.size();
            case "voice" -> voice.sent.size();
            case "github" -> github.issues.size();
            case "jira" -> jira.issues.size();
            case "statuspage" -> statuspage.incidents.size();
            default -> requests(type);
        };
    }

    /// How often the provider was asked what it has.
    public long questions(String type) {
        return provider.requests().stream()
                .filter(request -> request.method().equals("GET"))
                .filter(request -> type(request).equals(type))
                .count();
    }

    /// What has arrived over the channel, oldest first, as people can read it.
    List<String> arrived(String type) {
        return switch (type) {
            case "console" -> List.of(printed.toString(UTF_8).split("(?<=-\\+\n)(?=\\+-)"));
            case "email" ->
                    smtp.mails.stream()
                            .map(mail -> mail.replaceAll("----=_Part_[0-9_.]+", "part"))
                            .toList();
            default ->
                    provider.requests().stream()
                            .filter(request -> type(request).equals(type))
                            .map(EveryChannel::shown)
                            .toList();
        };
    }

    private static String shown(Request request) {
        var body = Json.read(request.body());
        var text =
                body.isObject() || body.isArray()
                        ? SORTED.writeValueAsString(SORTED.treeToValue(body, Object.class))
                        : URLDecoder.decode(request.body().replace("&", "\n"), UTF_8);
        var shown = request.method() + " " + request.path() + "\n" + text;
        return shown.replace(SECRET, "(secret)");
    }

    /// As if nothing had been sent so far.
    public void forget() {
        provider.requests().clear();
        pagerDuty.alerts.clear();
        opsgenie.alerts.clear();
        slack.messages.clear();
        ntfy.published.clear();
        github.forget();
        jira.forget();
        statuspage.forget();
        sms.sent.clear();
        voice.sent.clear();
        smtp.mails.clear();
        printed.reset();
    }

    private Answer answer(Request request) {
        var type = type(request);
        var own =
                new Request(
                        request.method(),
                        request.path().substring(type.length() + 1),
                        request.headers(),
                        request.body());
        return switch (type) {
            case "pagerduty" -> pagerDuty.answer(own);
            case "opsgenie" -> opsgenie.answer(own);
            case "slack" -> slack.answer(own);
            case "ntfy" -> ntfy.answer(own);
            case "sms" -> sms.answer(own);
            case "voice" -> voice.answer(own);
            case "github" -> github.answer(own);
            case "jira" -> jira.answer(own);
            case "statuspage" -> statuspage.answer(own);
            case "slack-webhook" -> Answer.of(200, "ok");
            case "webhook", "teams" -> Answer.of(202, "");
            default -> new Answer.Unexpected(request.path());
        };
    }

    private List<Request> posts(String type) {
        return provider.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .filter(request -> type(request).equals(type))
                .toList();
    }

    private static String type(Request request) {
        return request.path().split("[/?]", 3)[1];
    }

    private long printedPages() {
        return printed.toString(UTF_8).lines().filter(line -> line.startsWith("+-- PAGE")).count();
    }

    private DefinitionSet definitions() {
        var text =
                DEFINITIONS
                        .replace("BASE", provider.base().toString())
                        .replace("SMTP", Integer.toString(smtp.port()));
        var documents =
                JsonMapper.shared()
                        .readTree(text)
                        .propertyStream()
                        .map(channel -> {
                            var body = JsonMapper.shared().createObjectNode();
                            body.putObject("spec")
                                    .setAll((ObjectNode) channel.getValue())
                                    .put("type", channel.getKey());
                            return new Document("Channel", channel.getKey(), body);
                        })
                        .toList();
        return new DefinitionSet(1, "", Pages.NINE.minusSeconds(60), documents);
    }

    private Secrets secrets() {
        var secrets = new HashMap<String, Secret>();
        TYPES.forEach(type -> secrets.put(type, new Secret(SECRET)));
        for (var type : List.of("slack-webhook", "teams")) {
            secrets.put(type, new Secret(provider.base() + "/" + type));
        }
        return new Secrets(Map.copyOf(secrets));
    }

    @Override
    public void close() throws IOException {
        channels.close();
        smtp.close();
        provider.close();
    }
}
