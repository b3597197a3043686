package tocsin.notifier.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import java.util.List;
import java.util.Optional;

/// What the definition of a channel of type `email` says.
final class MailSpec {
    private static final int SUBMISSION = 587;
    static final int PORT_MAX = 65_535;
    private static final int RECIPIENTS_MAX = 50;

    private MailSpec() {}

    static Channel channel(ChannelSpec spec, Mail.Road road) {
        var to = addresses("to", spec.text("to"));
        var from = addresses("from", spec.text("from"));
        if (from.size() != 1 || to.isEmpty() || to.size() > RECIPIENTS_MAX) {
            throw new IllegalArgumentException(
                    "spec.from is one address, spec.to 1 to " + RECIPIENTS_MAX);
        }
        var server = new Mail.Server(spec.text("host"), port(spec), encrypted(spec), login(spec));
        return new Mail(server, new MailMessage.Envelope(from.getFirst(), to), spec.texts(), road);
    }

    private static Optional<Mail.Login> login(ChannelSpec spec) {
        var name = spec.text("username", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(new Mail.Login(name, spec.secret()));
    }

    private static boolean encrypted(ChannelSpec spec) {
        return switch (spec.text("tls", "starttls")) {
            case "starttls" -> true;
            case "none" -> false;
            default -> throw new IllegalArgumentException("spec.tls is starttls or none");
        };
    }

    private static int port(ChannelSpec spec) {
        int port = spec.document().spec().path("port").asInt(SUBMISSION);
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("spec.port is 1 to " + PORT_MAX);
        }
        return port;
    }

    static List<InternetAddress> addresses(String field, String text) {
        try {
            var addresses = List.of(InternetAddress.parse(text, true));
            for (var address : addresses) {
                address.validate();
                if (!address.getAddress().contains("@")) {
                    throw new AddressException("no @");
                }
            }
            return addresses;
        } catch (AddressException _) {
            throw new IllegalArgumentException("spec." + field + " is no e-mail address");
        }
    }
}
