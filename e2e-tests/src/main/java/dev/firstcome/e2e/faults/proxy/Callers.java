package dev.firstcome.e2e.faults.proxy;

import java.net.InetSocketAddress;
import java.util.Map;

/** Tells who has connected. */
@FunctionalInterface
public interface Callers {
    /** The names of the parts that hold connections to this port of ours, by their own end's address. */
    Map<InetSocketAddress, String> to(int port);
}
