package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.notifier.channel.http.Addresses;
import tocsin.notifier.channel.http.TestTls;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;
import tocsin.runtime.definitions.DefinitionSet;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

class MailTest extends ChannelContract {
    private static final Secret PASSWORD = new Secret("canary0123456789");
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Addresses LOOPBACK =
            new Addresses(
                    List.of("127.0.0.1"),
                    _ -> new InetAddress[] {InetAddress.getLoopbackAddress()});

    private final SSLSocketFactory tls = TestTls.sockets();
    private final FakeSmtp smtp = new FakeSmtp(tls);

    @AfterEach
    void close() throws IOException {
        smtp.close();
    }

    @Override
    Channel channel() {
        return channel(LONG);
    }

    /// Without the soft breaks of quoted-printable.
    @Override
    String arrived() {
        return String.join("\n", smtp.mails).replace("=\n", "").replace("=3D", "=");
    }

    @Test
    void a_mail_goes_encrypted_and_after_a_login() {
        assertThat(send()).isEqualTo(new Outcome.Accepted("<p1@tocsin.example>"));

        assertThat(smtp.commands)
                .extracting(line -> line.split(" ", 2)[0])
                .startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA");
    }

    @Test
    void mails_of_an_incident_are_a_thread_and_every_try_is_the_same_mail() {
        send();
        send();
        channel()
                .send(
                        new Notification(
                                Pages.command("p2", Command.Kind.RESOLVED, 2, "phone"),
                                "phone",
                                1,
                                false));

        assertThat(smtp.mails)
                .allSatisfy(mail ->
                        assertThat(mail)
                                .contains(
                                        "References: <incident-checkout-7k3f9a@tocsin.example>",
                                        "In-Reply-To: <incident-checkout-7k3f9a@tocsin.example>",
                                        "Auto-Submitted: auto-generated"));
        assertThat(smtp.mails)
                .extracting(mail -> mail.lines().filter(l -> l.startsWith("Message-ID")).toList())
                .containsExactly(
                        List.of("Message-ID: <p1@tocsin.example>"),
                        List.of("Message-ID: <p1@tocsin.example>"),
                        List.of("Message-ID: <p2@tocsin.example>"));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH, 535 no, Refused",
        "MAIL, 550 not you, Refused",
        "MAIL, 451 later, TryAgain",
        "RCPT, 550 nobody here, Refused",
        "RCPT, 452 full, TryAgain",
        "DATA, 554 no, Refused",
        "MAIL-END, 552 too big, Refused",
        "MAIL-END, 451 later, TryAgain",
        "MAIL-END, CUT, Unknown",
        "EHLO, CUT, TryAgain",
        "STARTTLS, 454 not now, TryAgain",
        "EHLO, 250 mail.example, Refused"
    })
    void an_answer_means(String command, String answer, String expected) {
        smtp.answers(command, answer);

        assertThat(send().getClass().getSimpleName()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SILENT", "DRIP"})
    void the_deadline_bounds_everything(String answer) {
        smtp.answers("MAIL-END", answer);

        assertThat(plain(smtp.port(), SHORT).send(Pages.notification("p1")))
                .isEqualTo(new Outcome.Unknown("no answer in time"));

        smtp.answers("EHLO", answer);
        assertThat(channel(SHORT).send(Pages.notification("p1")))
                .isEqualTo(new Outcome.TryAgain("no answer in time"));
    }

    @Test
    void a_server_that_quotes_the_password_is_not_quoted() {
        smtp.answers("MAIL", "550 " + PASSWORD.value());

        assertThat(send().toString()).contains("***").doesNotContain(PASSWORD.value());
        assertThat(channel().toString()).doesNotContain(PASSWORD.value());
    }

    @Test
    void a_label_adds_no_header_and_no_recipient() {
        for (var text : HostileText.ALL) {
            assertThat(channel().send(HostileText.notification(text)))
                    .isInstanceOf(Outcome.Accepted.class);
        }

        assertThat(smtp.mails)
                .hasSize(HostileText.ALL.size())
                .noneMatch(mail -> mail.toLowerCase(Locale.ROOT).contains("\nbcc:"));
        assertThat(smtp.commands)
                .filteredOn(line -> line.startsWith("RCPT"))
                .containsOnly("RCPT TO:<oncall@example.com>");
    }

    @Test
    void a_server_in_our_own_network_needs_leave() {
        var strict =
                new Addresses(List.of(), _ -> new InetAddress[] {InetAddress.getLoopbackAddress()});

        assertThat(
                        channel("pager.example", smtp.port(), strict, LONG)
                                .send(Pages.notification("p")))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.reason()).contains("TOCSIN_PRIVATE_RECEIVERS"));
        assertThat(smtp.commands).isEmpty();
    }

    @Test
    void a_server_with_another_name_than_its_certificate_is_told_nothing() {
        var other = channel("evil.example", smtp.port(), LOOPBACK, LONG);

        assertThat(other.send(Pages.notification("p1"))).isInstanceOf(Outcome.TryAgain.class);
        assertThat(smtp.commands).containsExactly("EHLO tocsin", "STARTTLS");
    }

    @Test
    void another_mail_program_reads_what_we_write() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            var plain = plain(server.getSmtp().getPort(), LONG);

            assertThat(plain.send(Pages.notification("p1"))).isInstanceOf(Outcome.Accepted.class);

            var mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject())
                    .isEqualTo(
                            "SEV-2 checkout: checkout burns its error budget 14.4 times too fast");
            var parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContent().toString())
                    .contains("Evidence: 4.1 % of 12,000 requests failed");
            assertThat(parts.getBodyPart(1).getContent().toString())
                    .contains("<td>4.1 % of 12,000 requests failed in the last 5 minutes</td>");
        } finally {
            server.stop();
        }
    }

    private Channel plain(int port, Duration deadline) {
        return new Mail(
                new Mail.Server("mail.example", port, false, Optional.empty()),
                envelope(),
                Texts.of(DefinitionSet.EMPTY),
                new Mail.Road(LOOPBACK, tls, deadline, InstantSource.fixed(Pages.NINE)));
    }

    private Outcome send() {
        return channel().send(Pages.notification("p1"));
    }

    private Channel channel(Duration deadline) {
        return channel("pager.example", smtp.port(), LOOPBACK, deadline);
    }

    private Channel channel(String host, int port, Addresses addresses, Duration deadline) {
        return new Mail(
                new Mail.Server(host, port, true, Optional.of(new Mail.Login("tocsin", PASSWORD))),
                envelope(),
                Texts.of(DefinitionSet.EMPTY),
                new Mail.Road(addresses, tls, deadline, InstantSource.fixed(Pages.NINE)));
    }

    private static MailMessage.Envelope envelope() {
        try {
            return new MailMessage.Envelope(
                    new InternetAddress("tocsin@tocsin.example"),
                    List.of(new InternetAddress("oncall@example.com")));
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}
