package dev.firstcome.platform.web;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * The internal header with the client's IP address. The gateway sets it and removes the same header from client
 * requests.
 */
public final class ClientAddress {
    public static final String HEADER = "X-Internal-Client-Address";

    private ClientAddress() {}

    /** Masks an address to its network, because an IP address is personal data: 24 bits of IPv4, 48 bits of IPv6. */
    public static String networkOf(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            byte[] bytes = parsed.getAddress();
            return parsed instanceof Inet4Address
                    ? "%d.%d.%d.0/24".formatted(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF)
                    : "%02x%02x:%02x%02x:%02x%02x::/48"
                            .formatted(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]);
        } catch (IllegalArgumentException unreadable) {
            return "an unreadable address";
        }
    }
}
