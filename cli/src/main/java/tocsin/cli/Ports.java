package tocsin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Loopback ports.
final class Ports {
    private Ports() {}

    /// A port that was free a moment ago.
    static int free() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until nobody listens on `port`.
    ///
    /// @param what is to listen there, for the message
    /// @throws UserError when somebody still does after `limit`
    static void awaitFree(int port, String what, Duration limit) {
        var end = Instant.now().plus(limit);
        while (!isFree(port)) {
            if (Instant.now().isAfter(end)) {
                throw new UserError(
                        "port %d (%s) is in use after waiting %d s; stop what listens there, or move every port with --port-offset N"
                                .formatted(port, what, limit.toSeconds()));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
