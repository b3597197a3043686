package tocsin.notifier.channel.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// A range of addresses: those that share the first `bits` bits with `base`.
record Network(InetAddress base, int bits) {
    /// IANA's special-purpose registry: this host, private, shared, loopback, link-local, protocol
    /// assignments, documentation, relays, benchmarks, multicast, reserved.
    static final List<Network> SPECIAL_V4 =
            all(
                    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12"
                        + " 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15"
                        + " 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4");

    static final Network GLOBAL_V6 = parse("2000::/3");

    /// Parts of the global range that carry other addresses or none: Teredo, benchmarks, ORCHID,
    /// documentation, 6to4.
    static final List<Network> SPECIAL_V6 = all("2001::/23 2001:db8::/32 2002::/16 3fff::/20");

    /// Whether the text is an address or a range, not a name.
    static boolean looksLike(String text) {
        return text.contains("/") || text.contains(":") || text.matches("[0-9.]+");
    }

    /// Reads `10.0.0.0/8`, `fd00::/8`, or one address.
    ///
    /// @throws IllegalArgumentException when it is neither
    static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            var base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int length = base.getAddress().length * 8;
            int bits = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
            if (bits <= length) {
                return new Network(base, bits);
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + text + "' is no address and no network");
    }

    boolean contains(InetAddress address) {
        int length = base.getAddress().length;
        int rest = length * 8 - bits;
        return address.getAddress().length == length
                && prefix(address, rest).equals(prefix(base, rest));
    }

    private static BigInteger prefix(InetAddress address, int rest) {
        return new BigInteger(1, address.getAddress()).shiftRight(rest);
    }

    private static List<Network> all(String text) {
        return Stream.of(text.split(" ", -1)).map(Network::parse).toList();
    }
}
