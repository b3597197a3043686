package tocsin.notifier.channel.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLSocketFactory;

/// Makes requests, each within a total time that looking up the name, connecting, and the last byte
/// of the answer have to share. Knows for each whether it can have arrived. Follows no redirects,
/// sends no cookies, and connects only where [Addresses] lets it. Safe for many threads.
public final class Http implements AutoCloseable {
    private final Addresses addresses;
    private final SSLSocketFactory tls;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("notifier-http-", 0).factory());

    /// @param tls decides which certificates are trusted
    public Http(Addresses addresses, SSLSocketFactory tls) {
        this.addresses = addresses;
        this.tls = tls;
    }

    public Http(Addresses addresses) {
        this(addresses, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /// Makes one request and waits for its end, `limit` at most.
    public Reply call(HttpRequest request, Duration limit) {
        var exchange = new Exchange(request, addresses, tls);
        var call = threads.submit(exchange::run);
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return exchange.abort();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return exchange.abort();
        } catch (ExecutionException e) {
            exchange.abort();
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
