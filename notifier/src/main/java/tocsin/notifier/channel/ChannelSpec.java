package tocsin.notifier.channel;

import tocsin.notifier.channel.message.Texts;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.identity.Ids;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// What a channel's definition says, beside the secret that it does not hold. What is wrong is an
/// `IllegalArgumentException` whose message an operator can act on; it quotes no secret.
///
/// @param given its secret, from the setting named `secretSetting`
record ChannelSpec(Document document, Optional<Secret> given, String secretSetting, Texts texts) {
    String type() {
        return text("type", "");
    }

    /// The channel's secret.
    Secret secret() {
        return given.orElseThrow(
                () -> new IllegalArgumentException("no secret: set " + secretSetting));
    }

    /// The same for channels with the same secret at the same place: one account. Tells nothing of
    /// the secret.
    String provider() {
        return given.map(secret -> Ids.hex("provider", type(), text("url", ""), secret.value()))
                .orElseGet(document::name);
    }

    /// A text, or `absent`.
    String text(String field, String absent) {
        return document.spec().path(field).asString(absent);
    }

    /// A text that must be there.
    String text(String field) {
        var text = text(field, "");
        if (text.isBlank()) {
            throw new IllegalArgumentException("spec." + field + " is missing");
        }
        return text;
    }

    /// A list of texts, empty when it is not there.
    List<String> texts(String field) {
        return document.spec().path(field).valueStream().map(one -> one.asString("")).toList();
    }

    /// A yes or no; no when it is not there.
    boolean flag(String field) {
        return document.spec().path(field).asBoolean(false);
    }

    /// `spec.url`, or `absent`.
    URI url(String absent) {
        return url("spec.url", text("url", absent));
    }

    /// A URL that is itself the secret: whoever has it may post.
    URI secretUrl() {
        return url(secretSetting, secret().value());
    }

    private static URI url(String where, String text) {
        try {
            return checked(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " " + e.getMessage(), e);
        }
    }

    /// Reads a URL that can be called.
    ///
    /// @throws IllegalArgumentException when it is none; the message does not quote it, since it
    ///   may hold a token
    static URI checked(String text) {
        try {
            var url = new URI(text);
            var scheme = Optional.ofNullable(url.getScheme()).orElse("");
            if (scheme.matches("(?i)https?") && url.getHost() != null) {
                if (url.getUserInfo() == null) {
                    return url;
                }
                throw new IllegalArgumentException("must not hold a password");
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new IllegalArgumentException("is no http or https URL");
    }
}
