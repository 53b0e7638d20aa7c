package nl.schakel.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.OptionalInt;
import nl.schakel.Guards;
import nl.schakel.Threat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
    private static final Egress DEMO = Egress.unlisted(false);
    private static final Egress PRODUCTION = Egress.unlisted(true);

    private static boolean isAllowed(Egress egress, String host, int port) {
        try {
            return !egress.resolve(host, port).isEmpty();
        } catch (EgressRefused refused) {
            return false;
        } catch (UnknownHostException unknown) {
            throw new AssertionError(unknown);
        }
    }

    /** Every name leads to these addresses. */
    private static Names to(String... addresses) {
        return name -> {
            InetAddress[] found = new InetAddress[addresses.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = InetAddress.getByName(addresses[i]);
            }
            return found;
        };
    }

    @ParameterizedTest
    @Guards(Threat.T17)
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.1.1",
                "fd00:ec2::254",
                "FD00:0EC2:0000::0254",
                "[fd00:ec2::254]",
                "fe80::1",
                "168.63.129.16",
                "100.100.100.200",
                "224.0.0.1",
                "ff02::1",
                "255.255.255.255",
                "240.0.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "::ffff:169.254.169.254",
                "::ffff:a9fe:a9fe",
                "::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::169.254.169.254",
                "2002:a9fe:a9fe::1",
                "2001:0:4136:e378:8000:63bf:5601:5601",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void neverCallsWhatIsNoPartner(String host) {
        Egress wide = Egress.listed(List.of("0.0.0.0/0", "::/0"), false);
        for (Egress egress : List.of(DEMO, PRODUCTION, DEMO.own(), PRODUCTION.own(), wide, wide.own())) {
            assertThat(isAllowed(egress, host, 443)).isFalse();
            assertThat(egress.never(host, OptionalInt.of(443))).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "192.168.1.1", "172.16.3.4", "fd12::1", "2001:db8::1", "198.51.100.7", "100.64.0.1"})
    void callsPrivateNetworksWithoutAList(String host) {
        assertThat(isAllowed(DEMO, host, 443)).isTrue();
        assertThat(isAllowed(PRODUCTION, host, 443)).isTrue();
    }

    @ParameterizedTest
    @Guards(Threat.T17)
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "localhost",
                "LOCALHOST"
            })
    void callsThisMachineInADemoAndNotInProduction(String host) {
        assertThat(isAllowed(DEMO, host, 443)).isTrue();
        assertThat(isAllowed(PRODUCTION, host, 443)).isFalse();
        assertThat(PRODUCTION.never(host, OptionalInt.of(443))).isPresent();
        assertThat(isAllowed(PRODUCTION.own(), host, 443)).isTrue();
        Egress all = Egress.listed(List.of("0.0.0.0/0", "::/0", "localhost"), true);
        assertThat(isAllowed(all, host, 443))
                .as("a wide network does not mean it")
                .isFalse();
        Egress listed = Egress.listed(List.of("127.0.0.0/8:443", "[::1]:443"), true);
        assertThat(isAllowed(listed, host, 443)).isTrue();
        assertThat(isAllowed(listed, host, 444)).isFalse();
        assertThat(listed.never(host, OptionalInt.of(443))).isEmpty();
        assertThat(isAllowed(Egress.listed(List.of(), false), host, 443))
                .as("a list is a list")
                .isFalse();
        assertThat(isAllowed(Egress.listed(List.of(), true).own(), host, 443)).isTrue();
    }

    @ParameterizedTest
    @Guards(Threat.T17)
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "010.0.0.1",
                "10.0.0.1.5",
                "256.1.1.1",
                "1.2.3.0x4",
                "１０.０.０.1.9",
                "",
                ".",
                "..",
                ".example",
                "a..b",
                "a b",
                "host_name",
                "fe80::1%eth0",
                "[10.0.0.1]",
                "::1]",
                "1:2",
                "straße.example"
            })
    void readsNoSecondSpellingOfAnAddress(String host) {
        Egress wide = DEMO.with(to("10.0.0.1"));
        assertThat(isAllowed(wide, host, 443)).isFalse();
        assertThat(wide.never(host, OptionalInt.empty())).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "fhir.hospital.example:443, fhir.hospital.example, 443, true",
        "fhir.hospital.example:443, FHIR.Hospital.Example., 443, true",
        "FHIR.Hospital.example.:443, fhir.hospital.example, 443, true",
        "fhir.hospital.example:443, fhir.hospital.example, 8443, false",
        "fhir.hospital.example:443, xfhir.hospital.example, 443, false",
        "fhir.hospital.example:443, fhir.hospital.example.evil.example, 443, false",
        "fhir.hospital.example, fhir.hospital.example, 7, true",
        "*.vwi.example, a.vwi.example, 1, true",
        "*.vwi.example, a.b.vwi.example, 1, true",
        "*.vwi.example, vwi.example, 1, false",
        "*.vwi.example, evilvwi.example, 1, false",
        "zörg.example:443, xn--zrg-sna.example, 443, true",
        "xn--zrg-sna.example, ZÖRG.example, 443, true",
        "203.0.113.9, any.example, 5, true",
        "203.0.113.0/24:443, any.example, 443, true",
        "203.0.113.0/24:443, any.example, 444, false",
        "203.0.113.8/31, any.example, 443, true",
        "203.0.113.10/31, any.example, 443, false",
        "198.51.100.0/24, any.example, 443, false",
        "::ffff:203.0.113.0/120, any.example, 443, true",
        "0.0.0.0/0, any.example, 443, true",
        "2001:db8::/32, any.example, 443, false"
    })
    void findsNamesAndNetworksInTheList(String entry, String host, int port, boolean allowed) {
        Egress egress = Egress.listed(List.of("192.0.2.1", entry), true).with(to("203.0.113.9"));
        assertThat(isAllowed(egress, host, port)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32, 2001:db8:1::5, 443, true",
        "2001:DB8:0:0::/32, 2001:db8::5, 443, true",
        "[2001:db8::/32]:443, 2001:db8::5, 443, true",
        "[2001:db8::/32]:443, 2001:db8::5, 444, false",
        "[2001:db8::5], 2001:db8:0::5, 444, true",
        "2001:db8::/32, 2001:db9::5, 443, false",
        "2001:db8::/33, 2001:db8:8000::5, 443, false",
        "10.20.0.0/16:8443, 10.20.255.255, 8443, true",
        "10.20.0.0/16:8443, 10.21.0.0, 8443, false",
        "10.20.0.0/16:8443, ::ffff:10.20.0.1, 8443, true"
    })
    void findsAddressesInTheList(String entry, String host, int port, boolean allowed) {
        assertThat(isAllowed(Egress.listed(List.of(entry), true), host, port)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.nl",
                "a.*.example",
                "fhir.example:0",
                "fhir.example:65536",
                "fhir.example:https",
                "https://fhir.example",
                "fhir.example/path",
                "10.20.0.1/16",
                "10.20.0.0/33",
                "10.20.0.0/-1",
                "10.20.0.0/016",
                "10.20/16",
                "2001:db8::1/32",
                "2001:db8::/129",
                "::ffff:10.0.0.0/95",
                "[fhir.example]:443",
                "[2001:db8::]/32",
                "169.254.0.0/16",
                "169.254.169.254:80",
                "fe80::/10",
                "224.0.0.0/4",
                "0.0.0.0",
                "255.255.255.255"
            })
    void saysWhatWasExpectedInPlaceOfAnEntry(String entry) {
        assertThat(Egress.fault(entry)).isPresent();
    }

    @Test
    @Guards(Threat.T17)
    void aListedNameThatLeadsInsideIsRefused() {
        Egress listed = Egress.listed(List.of("fhir.hospital.example:443"), true);
        for (String inside : List.of("169.254.169.254", "127.0.0.1", "::1", "fd00:ec2::254", "0.0.0.0")) {
            assertThatThrownBy(() -> listed.with(to(inside)).address("fhir.hospital.example", 443))
                    .isInstanceOf(EgressRefused.class)
                    .hasMessageContaining("egress.allow")
                    .hasMessageNotContaining(inside)
                    .hasMessageNotContaining("hospital");
        }
    }

    @Test
    void ofSeveralAddressesTheAllowedOnesAreGivenInTheirOrderWithTheName() throws Exception {
        Egress egress = PRODUCTION.with(to("169.254.169.254", "10.0.0.7", "127.0.0.1", "2001:db8::7"));
        assertThat(egress.resolve("two.example", 443))
                .extracting(
                        InetSocketAddress::getHostString, at -> at.getAddress().getHostAddress())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("two.example", "10.0.0.7"),
                        org.assertj.core.groups.Tuple.tuple("two.example", "2001:db8:0:0:0:0:0:7"));
    }

    @Test
    void aNameWithoutAnAddressIsNoRefusal() {
        Egress egress = DEMO.with(name -> {
            throw new UnknownHostException(name);
        });
        assertThatThrownBy(() -> egress.resolve("gone.example", 443)).isNotInstanceOf(EgressRefused.class);
    }

    @Test
    void whoResolvedAlreadyIsToldAboutThatVeryAddress() throws Exception {
        Egress listed = Egress.listed(List.of("10.0.0.0/8", "ok.example"), true);
        listed.check("x.example", InetAddress.getByName("10.1.1.1"), 1);
        listed.check("ok.example", InetAddress.getByName("198.51.100.1"), 1);
        assertThatThrownBy(() -> listed.check("x.example", InetAddress.getByName("198.51.100.1"), 1))
                .isInstanceOf(EgressRefused.class);
        assertThatThrownBy(() -> listed.check("ok.example", InetAddress.getByName("127.0.0.1"), 1))
                .isInstanceOf(EgressRefused.class);
    }

    @Test
    void saysBeforehandWhatCanNeverBeCalled() {
        Egress names = Egress.listed(List.of("ok.example:443", "*.vwi.example"), true);
        assertThat(names.never("ok.example", OptionalInt.of(443))).isEmpty();
        assertThat(names.never("ok.example", OptionalInt.empty())).isEmpty();
        assertThat(names.never("a.vwi.example", OptionalInt.of(5))).isEmpty();
        assertThat(names.never("ok.example", OptionalInt.of(444))).hasValue("not in the list");
        assertThat(names.never("10.0.0.1", OptionalInt.empty())).hasValue("not in the list");
        Egress networks = Egress.listed(List.of("10.0.0.0/8:443"), true);
        assertThat(networks.never("other.example", OptionalInt.of(443)))
                .as("may lead there")
                .isEmpty();
        assertThat(networks.never("other.example", OptionalInt.of(80))).isPresent();
        assertThat(DEMO.never("other.example", OptionalInt.empty())).isEmpty();
    }
}
