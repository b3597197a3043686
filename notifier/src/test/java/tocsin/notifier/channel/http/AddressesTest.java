package tocsin.notifier.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.notifier.channel.http.Addresses.ForbiddenException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void what_only_this_network_can_reach_is_not_called(String address) {
        assertThatThrownBy(() -> addresses(List.of(), address).of("hooks.example"))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("hooks.example has the address ")
                .hasMessageContaining("TOCSIN_PRIVATE_RECEIVERS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "128.0.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "223.255.255.254",
                "2606:4700:4700::1111",
                "2a00:1450:4001::8a"
            })
    void what_is_public_is_called(String address) throws Exception {
        assertThat(addresses(List.of(), address).of("hooks.example"))
                .containsExactly(InetAddress.ofLiteral(address));
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse() {
        assertThatThrownBy(() -> addresses(List.of(), "1.1.1.1", "10.0.0.1").of("hooks.example"))
                .isInstanceOf(ForbiddenException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "pager.internal, PAGER.internal, 10.0.0.1",
        "10.1.2.3, pager.internal, 10.1.2.3",
        "10.0.0.0/8, pager.internal, 10.200.1.1",
        "fd00::/8, pager.internal, fd12::1",
        "*, anything, 127.0.0.1"
    })
    void what_an_operator_allows_is_called(String allowed, String host, String address)
            throws Exception {
        assertThat(addresses(List.of("other", allowed), address).of(host)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "pager.internal, evil.example, 10.0.0.1",
        "10.0.0.0/8, pager.internal, 192.168.0.1",
        "10.1.2.3, pager.internal, 10.1.2.4"
    })
    void leave_for_one_is_no_leave_for_another(String allowed, String host, String address) {
        assertThatThrownBy(() -> addresses(List.of(allowed), address).of(host))
                .isInstanceOf(ForbiddenException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8/8", "1.2.3.4.5", "fd00::/129"})
    void leave_that_cannot_be_read_is_said(String allowed) {
        assertThatThrownBy(() -> new Addresses(List.of(allowed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(allowed);
    }

    private static Addresses addresses(List<String> allowed, String... found) {
        return new Addresses(
                allowed,
                _ -> Stream.of(found).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
    }

    @Test
    void a_name_without_addresses_is_unknown() {
        assertThatThrownBy(() -> addresses(List.of()).of("nobody.example"))
                .isInstanceOf(UnknownHostException.class);
    }
}
