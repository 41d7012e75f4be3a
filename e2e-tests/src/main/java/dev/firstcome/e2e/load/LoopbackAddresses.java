package dev.firstcome.e2e.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that users come from: one loopback address each, so that limits per address meet as many addresses as
 * there are users. Where the system knows 127.0.0.1 only, all come from there.
 */
final class LoopbackAddresses {
    private static final int HOSTS = 254;
    private static final boolean MANY = bindable(of(0));

    private LoopbackAddresses() {}

    /** The address of user number n, or null where the system has only one. The same number, the same address. */
    static @Nullable InetAddress ofUser(int number) {
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
            throw new IllegalStateException("four bytes are an address", e);
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
