package dev.firstcome.e2e.faults.proxy;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

/** Tells who has connected. */
@FunctionalInterface
public interface ConnectionOwners {
    /** For each of these ports of ours, the names of the parts that hold connections to it, by their own end's address. */
    Map<Integer, Map<InetSocketAddress, String>> to(Set<Integer> ports);
}
