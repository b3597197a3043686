package tocsin.responder.callback;

import tocsin.runtime.AnswerLinks;
import tocsin.runtime.HttpServer;
import tocsin.runtime.Setting;
import tocsin.runtime.SettingType;
import tocsin.runtime.Settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where other systems say what people did in them.
///
/// @param sources the systems that are believed
/// @param links of mails and text messages, where they count
public record CallbackConfig(
        HttpServer.Config http, List<CallbackSource> sources, Optional<AnswerLinks> links) {
    private static final Setting<Integer> PORT =
            new Setting<>(
                    "CALLBACK_PORT",
                    SettingType.PORT,
                    "",
                    "18085",
                    "Port of the listener for buttons and webhooks of other systems, and nothing"
                            + " else; without one there is none. 0 = any free one");

    private static final Setting<String> HOST =
            new Setting<>(
                    "CALLBACK_HOST",
                    SettingType.TEXT,
                    "127.0.0.1",
                    "0.0.0.0",
                    "Address that listener binds to");

    private static final Setting<Hmac> SLACK =
            new Setting<>(
                    "CALLBACK_SLACK_SECRET",
                    SettingType.secret(Hmac::new),
                    "",
                    "8f742231b10e8888abcd99yyyzzz85a5",
                    "Signing secret of the Slack app whose buttons count");

    private static final Setting<Hmac> PAGERDUTY =
            new Setting<>(
                    "CALLBACK_PAGERDUTY_SECRET",
                    SettingType.secret(Hmac::new),
                    "",
                    "Y2FsbGJhY2tzIG9mIFBhZ2VyRHV0eQ==",
                    "Secret of the PagerDuty webhook subscription (v3) that is believed");

    private static final Setting<Hmac> OPSGENIE =
            new Setting<>(
                    "CALLBACK_OPSGENIE_SECRET",
                    SettingType.secret(Hmac::new),
                    "",
                    "Y2FsbGJhY2tzIG9mIE9wc2dlbmll",
                    "What the webhook integration of Opsgenie sends as Authorization, behind"
                            + " Bearer");

    public CallbackConfig {
        sources = List.copyOf(sources);
    }

    /// Reads the settings; empty without a port.
    public static Optional<CallbackConfig> from(Settings settings) {
        var port = settings.find(PORT);
        var host = settings.get(HOST);
        var sources = new ArrayList<CallbackSource>();
        settings.find(SLACK).map(SlackInteractions::new).ifPresent(sources::add);
        settings.find(PAGERDUTY).map(PagerDutyWebhooks::new).ifPresent(sources::add);
        settings.find(OPSGENIE).map(OpsgenieWebhooks::new).ifPresent(sources::add);
        var links = AnswerLinks.from(settings);
        return port.map(number ->
                new CallbackConfig(HttpServer.Config.loopback(number).on(host), sources, links));
    }
}
