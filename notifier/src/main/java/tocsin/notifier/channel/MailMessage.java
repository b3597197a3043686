package tocsin.notifier.channel;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Notification;
import tocsin.schemas.identity.Ids;

import java.time.Instant;
import java.util.Date;
import java.util.List;

/// A mail about an incident, as text and as HTML.
final class MailMessage extends MimeMessage {
    private static final String UTF_8 = "UTF-8";

    /// From whom to whom.
    record Envelope(InternetAddress from, List<InternetAddress> to) {}

    private final String id;

    private MailMessage(Session session, String id) {
        super(session);
        this.id = id;
    }

    static MailMessage of(
            Session session, Envelope envelope, Texts texts, Notification notification, Instant now)
            throws MessagingException {
        var mail = new MailMessage(session, id(notification.page(), envelope));
        var root = id("incident-" + notification.command().incident(), envelope);
        mail.setFrom(envelope.from);
        for (var to : envelope.to) {
            mail.addRecipient(Message.RecipientType.TO, to);
        }
        mail.setSubject(texts.of(Layout.MAIL_SUBJECT, notification), UTF_8);
        mail.setSentDate(Date.from(now));
        mail.setHeader("In-Reply-To", root);
        mail.setHeader("References", root);
        mail.setHeader("Auto-Submitted", "auto-generated");
        var text = new MimeBodyPart();
        text.setText(texts.of(Layout.MAIL_TEXT, notification), UTF_8);
        var html = new MimeBodyPart();
        html.setText(texts.of(Layout.MAIL_HTML, notification), UTF_8, "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static String id(String name, Envelope envelope) {
        var local = name.matches("[A-Za-z0-9._-]{1,100}") ? name : Ids.hex("mail", name);
        var from = envelope.from.getAddress();
        return "<" + local + "@" + from.substring(from.indexOf('@') + 1) + ">";
    }
}
