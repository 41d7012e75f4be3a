package dev.firstcome.e2e.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The local addresses of the users: one loopback address per user, so that rate limits per address see
 * distinct clients. On systems that support only 127.0.0.1, all users share that address.
 */
public final class LoopbackAddresses {
    private static final int HOSTS = 254;
    private static final boolean MANY = bindable(of(0));

    private LoopbackAddresses() {}

    /** The address of a user number, which is deterministic; null if the system supports only 127.0.0.1. */
    public static @Nullable InetAddress ofUser(int number) {
        return MANY ? of(number) : null;
    }

    private static InetAddress of(int number) {
        byte[] address = {
            127,
            (byte) (1 + number / (HOSTS * HOSTS) % HOSTS),
            (byte) (1 + number / HOSTS % HOSTS),
            (byte) (1 + number % HOSTS)
        };
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a four-byte array must be a valid IPv4 address", e);
        }
    }

    private static boolean bindable(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
