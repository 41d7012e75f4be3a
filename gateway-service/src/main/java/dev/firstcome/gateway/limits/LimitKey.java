package dev.firstcome.gateway.limits;

import java.net.InetAddress;
import java.util.UUID;

/** Who calls which route. Made of parsed values only, so no text of a client's choice gets into a key of Redis. */
public record LimitKey(String caller, String route) {
    public static LimitKey of(UUID user, String route) {
        return new LimitKey(user.toString(), route);
    }

    public static LimitKey of(InetAddress address, String route) {
        return new LimitKey(address.getHostAddress(), route);
    }

    /** The key in Redis: {@code limit:{caller}:route}. */
    public String text() {
        return "limit:{" + caller + "}:" + route;
    }
}
