package dev.firstcome.e2e.faults.proxy;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

/** Looks up the processes that own connections. */
@FunctionalInterface
public interface ConnectionOwners {
    /** Returns, for each local port, the names of the connected processes by the address of their socket. */
    Map<Integer, Map<InetSocketAddress, String>> ownersOf(Set<Integer> ports);
}
