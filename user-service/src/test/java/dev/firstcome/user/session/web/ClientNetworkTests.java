package dev.firstcome.user.session.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.platform.web.ClientAddress;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientNetworkTests {
    @Test
    void eachIpv4AddressIsOneClient() {
        assertThat(ClientNetwork.of("192.0.2.1")).isNotEqualTo(ClientNetwork.of("192.0.2.2"));
    }

    @Test
    void ipv6AddressesOfOneSubscriberAreOneClient() {
        assertThat(ClientNetwork.of("2001:db8:1::1")).isEqualTo(ClientNetwork.of("2001:0db8:0001:2:3:4:5:6"));
        assertThat(ClientNetwork.of("2001:db8:1::1")).isNotEqualTo(ClientNetwork.of("2001:db8:2::1"));
    }

    @Test
    void theAddressFromTheGatewayHasPrecedence() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("127.0.0.1");
        assertThat(ClientNetwork.of(request)).isEqualTo("127.0.0.1");

        request.addHeader(ClientAddress.HEADER, "192.0.2.1");
        assertThat(ClientNetwork.of(request)).isEqualTo("192.0.2.1");
    }
}
