package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A conversation as Slack keeps it. Arguments come as JSON, as a form or in the query.
final class FakeSlack {
    /// Its id; there is no other.
    static final String ROOM = "C024BE91L";

    /// What each message was posted with.
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();

    /// What each message says now, by its time stamp.
    final Map<String, String> texts = new HashMap<>();

    private static final Set<String> JSON_ARGUMENTS = Set.of("metadata", "blocks");
    private static final int BLOCK_TEXT_MAX = 3_000;
    private static final int VALUE_MAX = 2_000;

    private final String token;

    FakeSlack(String token) {
        this.token = token;
    }

    synchronized Answer answer(FakeProvider.Request request) {
        var path = request.path().replaceAll("\\?.*", "");
        var asked = arguments(request);
        if (!Set.of("/auth.test", "/chat.postMessage", "/chat.update").contains(path)
                && !path.matches("/conversations\\.(history|replies)")) {
            return new Answer.Unexpected(request.toString());
        }
        if (!request.header("authorization").equals("Bearer " + token)) {
            return no("invalid_auth");
        }
        if (path.equals("/auth.test")) {
            return yes(Map.of("team_id", "T061EG9R6", "user_id", "U0G9QF9C6", "bot_id", "B0"));
        }
        if (!asked.path("channel").asString("").equals(ROOM)) {
            return no("channel_not_found");
        }
        return switch (path) {
            case "/chat.postMessage" -> post(asked);
            case "/chat.update" -> update(asked);
            case "/conversations.history" ->
                    history(
                            asked,
                            message ->
                                    !message.has("thread_ts")
                                            || message.path("reply_broadcast").asBoolean(false));
            default -> {
                var thread = asked.path("ts").asString("");
                yield texts.containsKey(thread)
                        ? history(asked, message -> inThread(message, thread))
                        : no("thread_not_found");
            }
        };
    }

    private static JsonNode arguments(FakeProvider.Request request) {
        if (request.header("content-type").startsWith("application/json")) {
            return Json.read(request.body());
        }
        var query = Optional.ofNullable(URI.create(request.path()).getRawQuery()).orElse("");
        var arguments = (ObjectNode) Json.read("{}");
        for (var pair : (query + "&" + request.body()).split("&")) {
            var parts = pair.split("=", 2);
            if (parts.length == 2) {
                var value = URLDecoder.decode(parts[1], UTF_8);
                arguments.set(
                        parts[0],
                        JSON_ARGUMENTS.contains(parts[0])
                                ? Json.read(value)
                                : arguments.stringNode(value.equals("1") ? "true" : value));
            }
        }
        return arguments;
    }

    private Answer post(JsonNode body) {
        var text = body.path("text").asString("");
        var thread = body.path("thread_ts").asString("");
        if (text.isEmpty() || text.length() > 40_000) {
            return no("msg_too_long");
        }
        if (!thread.isEmpty() && !texts.containsKey(thread)) {
            return no("thread_not_found");
        }
        if (!usable(body.path("blocks"))) {
            return no("invalid_blocks");
        }
        messages.add(body);
        var ts = ts(messages.size());
        texts.put(ts, text);
        return yes(Map.of("channel", ROOM, "ts", ts, "message", shown(messages.size(), false)));
    }

    private Answer update(JsonNode body) {
        var ts = body.path("ts").asString("");
        if (!texts.containsKey(ts)) {
            return no("message_not_found");
        }
        if (!usable(body.path("blocks"))) {
            return no("invalid_blocks");
        }
        var text = body.path("text").asString("");
        texts.put(ts, text);
        return yes(Map.of("channel", ROOM, "ts", ts, "text", text));
    }

    /// Within a message no two buttons have the same name.
    private static boolean usable(JsonNode blocks) {
        var buttons =
                blocks.valueStream()
                        .flatMap(block -> block.path("elements").valueStream())
                        .toList();
        var names = buttons.stream().map(one -> one.path("action_id").asString("")).toList();
        return Set.copyOf(names).size() == names.size()
                && buttons.stream()
                        .allMatch(one -> one.path("value").asString("").length() <= VALUE_MAX)
                && blocks.valueStream()
                        .map(block -> block.path("text").path("text").asString(""))
                        .allMatch(text -> text.length() <= BLOCK_TEXT_MAX);
    }

    /// The newest first; where only the oldest is named, those closest to it.
    private Answer history(JsonNode asked, Predicate<JsonNode> wanted) {
        boolean metadata = asked.path("include_all_metadata").asString("").equals("true");
        var oldest = asked.path("oldest").asString("0");
        var found =
                IntStream.rangeClosed(1, messages.size())
                        .mapToObj(number -> Map.entry(number, messages.get(number - 1)))
                        .filter(one -> ts(one.getKey()).compareTo(oldest) >= 0)
                        .filter(one -> wanted.test(numbered(one)))
                        .map(one -> shown(one.getKey(), metadata))
                        .toList();
        int shown = Math.min(found.size(), asked.path("limit").asInt(100));
        int first = asked.has("oldest") ? 0 : found.size() - shown;
        return yes(
                Map.of(
                        "messages",
                        found.subList(first, first + shown).reversed(),
                        "has_more",
                        found.size() > shown));
    }

    private static JsonNode numbered(Map.Entry<Integer, JsonNode> message) {
        return ((ObjectNode) message.getValue().deepCopy()).put("ts", ts(message.getKey()));
    }

    private static boolean inThread(JsonNode message, String thread) {
        return message.path("ts").asString("").equals(thread)
                || message.path("thread_ts").asString("").equals(thread);
    }

    private Map<String, Object> shown(int number, boolean metadata) {
        var posted = messages.get(number - 1);
        var ts = ts(number);
        var shown = new LinkedHashMap<String, Object>();
        shown.put("type", "message");
        shown.put("bot_id", "B0");
        shown.put("ts", ts);
        shown.put("text", texts.getOrDefault(ts, ""));
        for (var name : List.of("thread_ts", "blocks")) {
            if (posted.has(name)) {
                shown.put(name, posted.path(name));
            }
        }
        if (metadata && posted.has("metadata")) {
            shown.put("metadata", posted.path("metadata"));
        }
        return Collections.unmodifiableMap(shown);
    }

    private static String ts(int number) {
        return "1767603600.%06d".formatted(number);
    }

    private static Answer yes(Map<String, Object> said) {
        var body = new LinkedHashMap<String, Object>(said);
        body.put("ok", true);
        return Answer.of(200, Json.text(body));
    }

    private static Answer no(String error) {
        return Answer.of(200, Json.text(Map.of("ok", false, "error", error)));
    }
}
