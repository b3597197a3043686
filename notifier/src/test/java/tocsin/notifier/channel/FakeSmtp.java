package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A mail server on loopback that answers each command as it was told to: with a line, with `CUT`
/// (the connection ends), `SILENT` or `DRIP`.
final class FakeSmtp implements AutoCloseable {
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> mails = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final SSLSocketFactory tls;
    private final ServerSocket server;

    FakeSmtp(SSLSocketFactory tls) {
        this.tls = tls;
        try {
            server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// @param command its first word; `MAIL-END` for what follows the mail itself
    void answers(String command, String answer) {
        answers.put(command, answer);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                Thread.startVirtualThread(() -> {
                    try (connection) {
                        say(connection, "220 mail.example");
                        converse(connection);
                    } catch (IOException _) {
                        // The client has gone.
                    }
                });
            } catch (IOException _) {
                return;
            }
        }
    }

    private void converse(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            var word = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            var answer = answers.getOrDefault(word, usual(word, connection));
            if (!act(connection, answer)) {
                return;
            }
            if (word.equals("STARTTLS") && answer.startsWith("220")) {
                var encrypted = (SSLSocket) tls.createSocket(connection, null, 0, true);
                encrypted.setUseClientMode(false);
                converse(encrypted);
                return;
            }
            if (word.equals("DATA") && answer.startsWith("354") && !take(in, connection)) {
                return;
            }
        }
    }

    private boolean take(BufferedReader in, Socket connection) throws IOException {
        var mail = new StringBuilder();
        for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        mails.add(mail.toString());
        return act(connection, answers.getOrDefault("MAIL-END", "250 queued as 42"));
    }

    private static String usual(String word, Socket connection) {
        return switch (word) {
            case "EHLO" ->
                    connection instanceof SSLSocket
                            ? "250-mail.example\r\n250 AUTH PLAIN"
                            : "250-mail.example\r\n250 STARTTLS";
            case "STARTTLS" -> "220 go on";
            case "AUTH" -> "235 welcome";
            case "DATA" -> "354 go on";
            default -> "250 ok";
        };
    }

    private boolean act(Socket connection, String answer) throws IOException {
        switch (answer) {
            case "CUT" -> {
                return false;
            }
            case "SILENT" -> rest(60_000);
            case "DRIP" -> {
                while (!rest(20)) {
                    connection.getOutputStream().write('2');
                    connection.getOutputStream().flush();
                }
            }
            default -> say(connection, answer);
        }
        return true;
    }

    private static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write((text + "\r\n").getBytes(US_ASCII));
        connection.getOutputStream().flush();
    }

    private boolean rest(int millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
    }
}
