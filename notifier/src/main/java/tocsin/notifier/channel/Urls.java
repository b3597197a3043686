package tocsin.notifier.channel;

import tocsin.notifier.delivery.Message;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Addresses of providers, and the links of a message that a person may be offered.
final class Urls {
    private static final int LINKS_MAX = 10;
    private static final int LINK_MAX = 2_000;
    private static final int NAME_MAX = 40;

    private Urls() {}

    /// An address under a base that may have a path of its own.
    static URI under(URI base, String path) {
        return URI.create(base.toString().replaceAll("/+$", "") + path);
    }

    /// The links that lead to the web, by a printable name; others are left out.
    static Map<String, String> links(Message message) {
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
