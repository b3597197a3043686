package tocsin.notifier.channel.http;

import org.jspecify.annotations.Nullable;

import tocsin.notifier.channel.http.Addresses.ForbiddenException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request and its answer over a connection of its own. Runs on one thread and may be aborted
/// from another.
final class Exchange {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ADDRESSES_MAX = 4;

    private final HttpRequest request;
    private final Addresses addresses;
    private final SSLSocketFactory tls;
    private volatile @Nullable Socket socket;
    private volatile boolean aborted;
    private volatile boolean sending;
    private volatile Reply.@Nullable Answered head;

    Exchange(HttpRequest request, Addresses addresses, SSLSocketFactory tls) {
        this.request = request;
        this.addresses = addresses;
        this.tls = tls;
    }

    Reply run() {
        try (var connection = connect(addresses.of(request.url().getHost()))) {
            return exchange(connection);
        } catch (ForbiddenException e) {
            return new Reply.Forbidden(String.valueOf(e.getMessage()));
        } catch (UnknownHostException _) {
            return new Reply.NotSent("the host has no address");
        } catch (SocketTimeoutException _) {
            return new Reply.NotSent("no connection in time");
        } catch (IOException _) {
            return ended("no connection", "cut off");
        }
    }

    /// Gives up.
    ///
    /// @return how far it came
    Reply abort() {
        aborted = true;
        closeQuietly(socket);
        return ended("no connection in time", "no answer in time");
    }

    private Reply ended(String unsent, String unanswered) {
        var answered = head;
        if (answered != null) {
            return answered;
        }
        return sending ? new Reply.Lost(unanswered) : new Reply.NotSent(unsent);
    }

    /// The first of the addresses that takes a connection.
    private Socket connect(List<InetAddress> found) throws IOException {
        var failure = new IOException("no address");
        for (var address : found.subList(0, Math.min(found.size(), ADDRESSES_MAX))) {
            var plain = new Socket();
            try {
                hold(plain);
                plain.connect(new InetSocketAddress(address, request.port()), CONNECT_MILLIS);
                plain.setTcpNoDelay(true);
                return plain;
            } catch (IOException e) {
                closeQuietly(plain);
                failure = e;
            }
        }
        throw failure;
    }

    private Reply exchange(Socket plain) throws IOException {
        var connection = plain;
        if (request.encrypted()) {
            try {
                connection = encrypt(plain);
            } catch (IOException _) {
                return new Reply.NotSent("TLS handshake failed");
            }
        }
        sending = true;
        connection.getOutputStream().write(request.bytes());
        connection.getOutputStream().flush();
        var reader =
                new ReplyReader(
                        new BufferedInputStream(connection.getInputStream()),
                        request.answerBytesMax());
        var answered = reader.head();
        head = answered;
        return reader.withBody(answered);
    }

    /// The certificate must be for the host's name, whatever its address.
    private Socket encrypt(Socket plain) throws IOException {
        var host = request.url().getHost();
        var encrypted = (SSLSocket) tls.createSocket(plain, host, request.port(), true);
        hold(encrypted);
        var parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    private void hold(Socket open) throws IOException {
        socket = open;
        if (aborted) {
            throw new IOException("aborted");
        }
    }

    private static void closeQuietly(@Nullable Socket open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // It is given up anyway.
            }
        }
    }
}
