package dev.firstcome.local.process;

import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A block of free ports below those that the kernel gives to clients. A listening socket reserves it until it is
 * closed.
 */
public final class PortBlock implements AutoCloseable {
    private static final int FIRST = 20_000;
    private static final int BLOCKS = 120;

    private final int base;
    private final ServerSocket guard;

    private PortBlock(int base, ServerSocket guard) {
        this.base = base;
        this.guard = guard;
    }

    /** Reserves a block that no other process has reserved. */
    public static PortBlock take() {
        int start = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int step = 0; step < BLOCKS; step++) {
            int base = FIRST + (start + step) % BLOCKS * Ports.BLOCK;
            Ports ports = new Ports(base);
            try {
                ServerSocket guard = new ServerSocket();
                guard.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.of(Ports.GUARD)));
                if (isFree(ports)) {
                    return new PortBlock(base, guard);
                }
                guard.close();
            } catch (IOException e) {
                // Another process has reserved this block.
            }
        }
        throw LocalPlatformException.machineLacks("No " + Ports.BLOCK + " free ports in a row between " + FIRST
                + " and " + (FIRST + BLOCKS * Ports.BLOCK));
    }

    /** Returns the first port. */
    public int base() {
        return base;
    }

    @Override
    public void close() {
        try {
            guard.close();
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot release the ports from " + base, e);
        }
    }

    private static boolean isFree(Ports ports) {
        return Ports.table().keySet().stream()
                .filter(name -> !name.equals(Ports.GUARD))
                .allMatch(name -> PortHolder.isFree(ports.of(name)));
    }
}
