package tocsin.notifier.channel;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;

import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.CheckedSockets;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLSocketFactory;

/// E-mail over SMTP, encrypted by STARTTLS unless its definition says otherwise. Every try of a
/// page has the same Message-ID, and all mails of an incident name the same root, so that mail
/// programs show a thread.
final class Mail implements Channel {
    private static final int CONNECT_MILLIS = 2_000;

    /// The server that takes our mail.
    ///
    /// @param encrypted whether it must offer STARTTLS
    /// @param login name and password, where it wants any
    record Server(String host, int port, boolean encrypted, Optional<Login> login) {}

    record Login(String name, Secret password) {}

    /// How to get there.
    record Road(
            Addresses addresses, SSLSocketFactory tls, Duration deadline, InstantSource clock) {}

    private final Server server;
    private final MailMessage.Envelope envelope;
    private final Texts texts;
    private final Road road;

    Mail(Server server, MailMessage.Envelope envelope, Texts texts, Road road) {
        this.server = server;
        this.envelope = envelope;
        this.texts = texts;
        this.road = road;
    }

    @Override
    public Outcome send(Notification notification) {
        if (notification.command().kind() == Command.Kind.ACKNOWLEDGED) {
            return NOTHING;
        }
        var sockets = new CheckedSockets(road.addresses);
        var progress = new Progress();
        var task = new FutureTask<>(() -> deliver(notification, sockets, progress));
        var thread = Thread.ofVirtual().name("notifier-mail").start(task);
        try {
            return task.get(road.deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return progress.ended("no answer in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return progress.ended("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            sockets.closeAll();
            thread.interrupt();
        }
    }

    private Outcome deliver(Notification notification, CheckedSockets sockets, Progress progress) {
        var session = Session.getInstance(properties(sockets));
        try (var transport = session.getTransport("smtp")) {
            var message =
                    MailMessage.of(session, envelope, texts, notification, road.clock.instant());
            connect(transport);
            progress.sending = true;
            transport.sendMessage(message, message.getAllRecipients());
            return new Outcome.Accepted(message.getMessageID());
        } catch (AuthenticationFailedException _) {
            return new Outcome.Refused("the mail server does not know our name and password");
        } catch (MessagingException e) {
            return SmtpOutcome.of(e, progress.sending, this::blot);
        }
    }

    private void connect(Transport transport) throws MessagingException {
        if (server.login.isPresent()) {
            var login = server.login.get();
            transport.connect(server.host, server.port, login.name, login.password.value());
        } else {
            transport.connect(server.host, server.port, null, null);
        }
    }

    private String blot(String text) {
        return server.login.map(login -> login.password.blot(text)).orElse(text);
    }

    private Properties properties(CheckedSockets sockets) {
        var properties = new Properties();
        var limit = Long.toString(road.deadline.toMillis());
        properties.put("mail.smtp.socketFactory", sockets);
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.ssl.socketFactory", road.tls);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(server.encrypted));
        properties.put("mail.smtp.starttls.required", Boolean.toString(server.encrypted));
        properties.put("mail.smtp.auth", Boolean.toString(server.login.isPresent()));
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.localhost", "tocsin");
        properties.put("mail.smtp.connectiontimeout", Integer.toString(CONNECT_MILLIS));
        properties.put("mail.smtp.timeout", limit);
        properties.put("mail.smtp.writetimeout", limit);
        return properties;
    }

    /// Whether the server may have the mail.
    private static final class Progress {
        private volatile boolean sending;

        private Outcome ended(String reason) {
            return sending ? new Outcome.Unknown(reason) : new Outcome.TryAgain(reason);
        }
    }
}
