package tocsin.notifier.channel.message;

import tocsin.notifier.delivery.Message;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Addresses of providers, and the links of a message that a person may be offered.
public final class Urls {
    private static final int LINKS_MAX = 10;
    private static final int LINK_MAX = 2_000;
    private static final int NAME_MAX = 40;

    private Urls() {}

    /// An address under a base that may have a path of its own.
    public static URI under(URI base, String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }

    /// `text` as one part of a path or query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Names and values as a form or query.
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /// The links that lead to the web, by a printable name; others are left out.
    public static Map<String, String> links(Message message) {
        var links = new LinkedHashMap<String, String>();
        message.links()
                .forEach((name, url) -> {
                    var plain = PlainText.line(name, NAME_MAX);
                    if (links.size() < LINKS_MAX && isLink(url) && !plain.isEmpty()) {
                        links.putIfAbsent(plain, url);
                    }
                });
        return links;
    }

    private static boolean isLink(String url) {
        var scheme = url.substring(0, Math.min(8, url.length())).toLowerCase(Locale.ROOT);
        return (scheme.startsWith("http://") || scheme.startsWith("https://"))
                && url.length() <= LINK_MAX
                && url.matches("[!-~&&[^\"'<>\\\\^`{|}]]+");
    }
}
