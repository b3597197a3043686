package tocsin.notifier.channel.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One request. Its text never shows what stands in its headers, its query or its body.
///
/// @param url `http` or `https`, with a host and without a password
/// @param headers beside those that every request has
public record HttpRequest(String method, URI url, Map<String, String> headers, String body) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t -~]*");
    private static final Pattern ASCII = Pattern.compile("[!-~]+");

    /// @throws IllegalArgumentException when it is no request that may be written; the message
    ///   quotes no value
    public HttpRequest {
        checkUrl(url);
        headers.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches() || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "a header '" + name + "' holds a character that no header may");
            }
        });
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /// A `POST` of JSON.
    public static HttpRequest json(URI url, String body) {
        return new HttpRequest("POST", url, Map.of("Content-Type", "application/json"), body);
    }

    /// A `GET`.
    public static HttpRequest get(URI url) {
        return new HttpRequest("GET", url, Map.of(), "");
    }

    /// The same with one more header.
    public HttpRequest with(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new HttpRequest(method, url, more, body);
    }

    /// The same with another method.
    public HttpRequest as(String otherMethod) {
        return new HttpRequest(otherMethod, url, headers, body);
    }

    /// How much of its answer is read. A question is answered with a list of what the provider has.
    int answerBytesMax() {
        return method.equals("GET") ? 1024 * 1024 : 64 * 1024;
    }

    boolean encrypted() {
        return scheme(url).equals("https");
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : encrypted() ? 443 : 80;
    }

    /// The request as it goes over the wire.
    byte[] bytes() {
        var content = body.getBytes(UTF_8);
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        var head = new StringBuilder();
        head.append(method).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host()).append("\r\n");
        head.append("User-Agent: Tocsin\r\nAccept-Encoding: identity\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return method + " " + host();
    }

    private String host() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private static void checkUrl(URI url) {
        var scheme = scheme(url);
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("no http or https URL");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException("a URL must not hold a password");
        }
        if (!ASCII.matcher(url.toString()).matches()) {
            throw new IllegalArgumentException("a URL must be ASCII");
        }
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }
}
