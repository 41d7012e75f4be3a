package dev.firstcome.user.session.web;

import dev.firstcome.platform.web.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The network that counts as one client: an IPv4 address, or 48 bits of an IPv6 address, because one subscriber has many
 * IPv6 addresses.
 */
final class ClientNetwork {
    private ClientNetwork() {}

    /** Uses the address that the gateway sets. A call without the gateway has only its socket's address. */
    static String of(HttpServletRequest request) {
        String address = request.getHeader(ClientAddress.HEADER);
        return of(address == null ? request.getRemoteAddr() : address);
    }

    static String of(String address) {
        return address.indexOf(':') < 0 ? address : ClientAddress.networkOf(address);
    }
}
