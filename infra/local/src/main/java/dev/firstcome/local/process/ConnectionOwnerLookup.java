package dev.firstcome.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the processes of the platform that own the connections to a port, in the kernel's socket tables. A port per
 * caller cannot identify them: Redis announces one address to all of its clients and nodes.
 */
public final class ConnectionOwnerLookup {
    private static final List<Path> SOCKET_TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL_ADDRESS = 1;
    private static final int REMOTE_ADDRESS = 2;
    private static final int INODE = 9;
    private static final int IPV4_DIGITS = 8;

    private final ManagedProcesses processes;

    ConnectionOwnerLookup(ManagedProcesses processes) {
        this.processes = processes;
    }

    /** Returns the names of the processes that are connected to this port of this machine, by their own address. */
    public Map<InetSocketAddress, String> ownersOf(int port) {
        return ownersOf(Set.of(port)).getOrDefault(port, Map.of());
    }

    /** Returns the same by port. One lookup costs the same for many ports as for one. */
    public Map<Integer, Map<InetSocketAddress, String>> ownersOf(Set<Integer> ports) {
        Map<String, Socket> sockets = socketsConnectedTo(ports);
        Map<Integer, Map<InetSocketAddress, String>> owners = new HashMap<>();
        if (!sockets.isEmpty()) {
            for (ProcessRecord part : processes.running()) {
                for (long pid : new ProcessTree(part.process()).pids()) {
                    files(pid).forEach(file -> {
                        Socket socket = sockets.get(file);
                        if (socket != null) {
                            owners.computeIfAbsent(socket.port(), port -> new HashMap<>())
                                    .put(socket.address(), part.name());
                        }
                    });
                }
            }
        }
        return owners;
    }

    /** The caller's end of a connection: its own address, and the port to which it is connected. */
    private record Socket(InetSocketAddress address, int port) {}

    /** The sockets by the link target of their file descriptor, as described in proc(5). */
    private static Map<String, Socket> socketsConnectedTo(Set<Integer> ports) {
        Map<String, Socket> sockets = new HashMap<>();
        for (Path table : SOCKET_TABLES) {
            if (!Files.exists(table)) {
                continue;
            }
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > INODE && fields[REMOTE_ADDRESS].indexOf(':') >= IPV4_DIGITS) {
                        int port = port(fields[REMOTE_ADDRESS]);
                        if (ports.contains(port)) {
                            sockets.put(
                                    "socket:[" + fields[INODE] + "]", new Socket(address(fields[LOCAL_ADDRESS]), port));
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the sockets in " + table, e);
            }
        }
        return sockets;
    }

    /** Parses the kernel's format: four bytes in reverse order. Of an IPv6 address, the last four. */
    private static InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        int bytes = Integer.reverseBytes(Integer.parseUnsignedInt(text, colon - IPV4_DIGITS, colon, 16));
        try {
            InetAddress host = InetAddress.getByAddress(
                    new byte[] {(byte) (bytes >> 24), (byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes});
            return new InetSocketAddress(host, port(text));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are a valid address", e);
        }
    }

    private static int port(String text) {
        return Integer.parseInt(text.substring(text.indexOf(':') + 1), 16);
    }

    private static List<String> files(long pid) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            List<String> found = new ArrayList<>();
            for (Path file : files) {
                found.add(target(file));
            }
            return found;
        } catch (IOException e) {
            return List.of(); // the process has ended
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // the file has been closed
        }
    }
}
