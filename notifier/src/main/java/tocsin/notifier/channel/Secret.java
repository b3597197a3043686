package tocsin.notifier.channel;

import tocsin.runtime.WebhookSignature;

/// A secret that signs requests. Never printed.
public record Secret(String value) {
    public Secret {
        WebhookSignature.key(value);
    }

    /// What requests are signed with.
    byte[] key() {
        return WebhookSignature.key(value);
    }

    /// `text` with every occurrence of the secret blotted out.
    String blot(String text) {
        return text.replace(value, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
