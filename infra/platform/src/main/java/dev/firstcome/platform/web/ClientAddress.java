package dev.firstcome.platform.web;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The header in which the gateway tells a service from which address a call came; a client's own is taken out at the door. */
public final class ClientAddress {
    public static final String HEADER = "X-Internal-Client-Address";

    private ClientAddress() {}

    /** What of an address may be told, which is a person's: its network, of 24 bits of it, or 48. */
    public static String networkOf(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            byte[] bytes = parsed.getAddress();
            return parsed instanceof Inet4Address
                    ? "%d.%d.%d.0/24".formatted(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF)
                    : "%02x%02x:%02x%02x:%02x%02x::/48"
                            .formatted(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]);
        } catch (IllegalArgumentException unreadable) {
            return "an address that cannot be read";
        }
    }
}
