package dev.firstcome.gateway.limits;

import java.net.InetAddress;
import java.util.UUID;

/**
 * Identifies a token bucket by caller and route. Contains only parsed values, so client-controlled text never enters a
 * Redis key.
 */
public record RateLimitKey(String caller, String route) {
    public static RateLimitKey of(UUID user, String route) {
        return new RateLimitKey(user.toString(), route);
    }

    public static RateLimitKey of(InetAddress address, String route) {
        return new RateLimitKey(address.getHostAddress(), route);
    }

    /** Returns the Redis key: {@code limit:{caller}:route}. */
    public String redisKey() {
        return "limit:{" + caller + "}:" + route;
    }
}
