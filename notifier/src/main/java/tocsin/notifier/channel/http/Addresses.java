package tocsin.notifier.channel.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/// To which addresses channels may connect. Whoever writes definitions must not reach what only
/// this machine can: without leave only public addresses count, and a name that has any other is
/// refused whole. Callers connect to what they are given and never look the name up again.
public final class Addresses {
    /// Looks up names.
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /// A host may not be called.
    public static final class ForbiddenException extends Exception {
        private static final long serialVersionUID = 1L;

        ForbiddenException(String message) {
            super(message);
        }
    }

    private final List<String> names;
    private final List<Network> networks;
    private final Resolver resolver;

    /// @param leave names, addresses and networks (`10.0.0.0/8`) that may be called although they
    ///   are not public; `*` for all
    /// @throws IllegalArgumentException when a network cannot be read
    public Addresses(List<String> leave, Resolver resolver) {
        names =
                leave.stream()
                        .filter(entry -> !Network.looksLike(entry))
                        .map(entry -> entry.toLowerCase(Locale.ROOT))
                        .toList();
        networks = leave.stream().filter(Network::looksLike).map(Network::parse).toList();
        this.resolver = resolver;
    }

    public Addresses(List<String> leave) {
        this(leave, InetAddress::getAllByName);
    }

    /// Every address of `host`.
    ///
    /// @throws ForbiddenException when one of them may not be called
    /// @throws UnknownHostException when it has none
    public List<InetAddress> of(String host) throws ForbiddenException, UnknownHostException {
        var found = List.of(resolver.resolve(host));
        if (found.isEmpty()) {
            throw new UnknownHostException(host);
        }
        boolean named = names.contains("*") || names.contains(host.toLowerCase(Locale.ROOT));
        for (var address : found) {
            if (!named && !isPublic(address) && !allowed(address)) {
                throw new ForbiddenException(
                        "%s has the address %s, which is not public; TOCSIN_PRIVATE_RECEIVERS may allow it"
                                .formatted(host, address.getHostAddress()));
            }
        }
        return found;
    }

    private boolean allowed(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /// Whether anybody on the internet could call it.
    static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? Network.SPECIAL_V4.stream().noneMatch(network -> network.contains(address))
                : Network.GLOBAL_V6.contains(address)
                        && Network.SPECIAL_V6.stream()
                                .noneMatch(network -> network.contains(address));
    }
}
