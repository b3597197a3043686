package tocsin.notifier.channel.http;

import tocsin.notifier.channel.http.Addresses.ForbiddenException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.SocketFactory;

/// Sockets for a library that connects by itself: they look the host up once more and connect only
/// where [Addresses] lets them, and all can be closed at once when time is up.
public final class CheckedSockets extends SocketFactory {
    /// The host may not be called.
    public static final class ForbiddenHostException extends IOException {
        private static final long serialVersionUID = 1L;

        ForbiddenHostException(ForbiddenException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Addresses addresses;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    public CheckedSockets(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Socket createSocket() {
        var socket = new Checked();
        open.add(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        var socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return createSocket(host, port);
    }

    /// Cuts every connection.
    public void closeAll() {
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException _) {
                // It is given up anyway.
            }
        }
    }

    private final class Checked extends Socket {
        @Override
        public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
            if (!(endpoint instanceof InetSocketAddress named)) {
                throw new IOException("no address of the internet");
            }
            try {
                var address = addresses.of(named.getHostString()).getFirst();
                super.connect(new InetSocketAddress(address, named.getPort()), timeoutMillis);
            } catch (ForbiddenException e) {
                throw new ForbiddenHostException(e);
            }
        }
    }
}
