package dev.firstcome.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTests {
    @Test
    void addressesAreMaskedToTheirNetworkAndInvalidTextIsHidden() {
        assertThat(ClientAddress.networkOf("kim@example.com")).doesNotContain("kim");
        assertThat(ClientAddress.networkOf("127.0.0.9")).isEqualTo("127.0.0.0/24");
        assertThat(ClientAddress.networkOf("2001:db8:1:2::7")).isEqualTo("2001:0db8:0001::/48");
    }
}
