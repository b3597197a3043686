package tocsin.notifier.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

import tocsin.notifier.channel.http.CheckedSockets.ForbiddenHostException;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.delivery.Outcome;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a mail server's no, or the lack of an answer, means for a page.
final class SmtpOutcome {
    private static final int WORD_MAX = 200;
    private static final int DEPTH_MAX = 10;

    private SmtpOutcome() {}

    /// @param sending whether the server may have the mail
    /// @param blot takes secrets out of a text
    static Outcome of(MessagingException failure, boolean sending, UnaryOperator<String> blot) {
        var word = PlainText.line(blot.apply(String.valueOf(failure.getMessage())), WORD_MAX);
        if (failure instanceof SendFailedException sent && arrived(sent) > 0) {
            return new Outcome.Accepted("taken for %d recipients only".formatted(arrived(sent)));
        }
        var code = code(failure);
        if (code.isPresent()) {
            return code.get() >= 500
                    ? new Outcome.Refused("SMTP " + word)
                    : new Outcome.TryAgain("SMTP " + word);
        }
        if (cause(failure) instanceof ForbiddenHostException forbidden) {
            return new Outcome.Refused(String.valueOf(forbidden.getMessage()));
        }
        if (word.contains("STARTTLS is required")) {
            return new Outcome.Refused("the mail server offers no STARTTLS");
        }
        return sending ? new Outcome.Unknown("cut off") : new Outcome.TryAgain("no connection");
    }

    private static int arrived(SendFailedException failure) {
        return Optional.ofNullable(failure.getValidSentAddresses())
                .map(addresses -> addresses.length)
                .orElse(0);
    }

    private static Optional<Integer> code(Throwable failure) {
        Throwable one = failure;
        for (int i = 0; i < DEPTH_MAX && one != null; i++) {
            int code =
                    switch (one) {
                        case SMTPSendFailedException e -> e.getReturnCode();
                        case SMTPAddressFailedException e -> e.getReturnCode();
                        case SMTPSenderFailedException e -> e.getReturnCode();
                        default -> 0;
                    };
            if (code >= 400) {
                return Optional.of(code);
            }
            one = one instanceof MessagingException next ? next.getNextException() : null;
        }
        return Optional.empty();
    }

    private static Throwable cause(Throwable failure) {
        var one = failure;
        for (int i = 0; i < DEPTH_MAX && one.getCause() != null; i++) {
            if (one instanceof ForbiddenHostException) {
                return one;
            }
            one = one.getCause();
        }
        return one;
    }
}
