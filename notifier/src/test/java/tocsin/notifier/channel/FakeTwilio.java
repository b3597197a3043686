package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.notifier.channel.FakeProvider.Answer;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The account `AC1` at Twilio.
final class FakeTwilio {
    static final String FROM = "+15005550006";
    static final String TO = "+15005550100";
    private static final int BODY_MAX = 1_600;

    final List<Map<String, String>> sent = new CopyOnWriteArrayList<>();
    private final String authorization;

    FakeTwilio(String token) {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString(("AC1:" + token).getBytes(UTF_8));
    }

    static Map<String, String> form(String text) {
        var form = new HashMap<String, String>();
        for (var field : text.split("&", -1)) {
            var parts = field.split("=", 2);
            if (parts.length == 2) {
                form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return form;
    }

    Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals(authorization)) {
            return Answer.of(401, "{\"code\":20003,\"message\":\"Authenticate\"}");
        }
        var path = request.path().replaceAll("\\?.*", "");
        return switch (request.method() + path) {
            case "POST/2010-04-01/Accounts/AC1/Messages.json" ->
                    take(form(request.body()), "Body", "SM");
            case "POST/2010-04-01/Accounts/AC1/Calls.json" ->
                    take(form(request.body()), "Twiml", "CA");
            case "GET/2010-04-01/Accounts/AC1/Messages.json" -> messages();
            default -> new Answer.Unexpected(request.toString());
        };
    }

    private Answer take(Map<String, String> form, String content, String prefix) {
        var text = form.getOrDefault(content, "");
        if (text.isEmpty()
                || text.length() > BODY_MAX
                || !TO.equals(form.get("To"))
                || !FROM.equals(form.get("From"))) {
            return Answer.of(400, "{\"code\":21602,\"message\":\"no\"}");
        }
        sent.add(form);
        return Answer.of(201, Json.text(Map.of("sid", prefix + (sent.size() - 1))));
    }

    private Answer messages() {
        var list = new ArrayList<Map<String, String>>();
        for (int i = 0; i < sent.size(); i++) {
            list.add(Map.of("sid", "SM" + i, "body", sent.get(i).getOrDefault("Body", "")));
        }
        return Answer.of(200, Json.text(Map.of("messages", list)));
    }
}
