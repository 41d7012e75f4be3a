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

/** Finds the process that owns a connection, from the tables of the kernel. A proxy between two processes uses it. */
public final class Callers {
    private static final int IPV4_DIGITS = 8;

    private final ManagedProcesses parts;

    Callers(ManagedProcesses parts) {
        this.parts = parts;
    }

    /** The names of the parts that have connected to this port of this machine, by the address of their own end. */
    public Map<InetSocketAddress, String> to(int port) {
        return to(Set.of(port)).getOrDefault(port, Map.of());
    }

    /** The same for several ports, for which one look at all parts is enough. */
    public Map<Integer, Map<InetSocketAddress, String>> to(Set<Integer> ports) {
        Map<String, End> ends = endsOfConnectionsTo(ports);
        Map<Integer, Map<InetSocketAddress, String>> callers = new HashMap<>();
        if (!ends.isEmpty()) {
            for (ProcessRecord part : parts.running()) {
                for (long pid : new ProcessTree(part.process()).pids()) {
                    files(pid).forEach(file -> {
                        End end = ends.get(file);
                        if (end != null) {
                            callers.computeIfAbsent(end.port(), port -> new HashMap<>())
                                    .put(end.address(), part.name());
                        }
                    });
                }
            }
        }
        return callers;
    }

    /** A caller's own address, and the port that it has called. */
    private record End(InetSocketAddress address, int port) {}

    /** The local ends of connections, by the name under which a process has them among its files. */
    private static Map<String, End> endsOfConnectionsTo(Set<Integer> ports) {
        Map<String, End> ends = new HashMap<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Path file = Path.of(table);
            if (!Files.exists(file)) {
                continue;
            }
            try {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[2].indexOf(':') >= IPV4_DIGITS) {
                        int port = port(fields[2]);
                        if (ports.contains(port)) {
                            ends.put("socket:[" + fields[9] + "]", new End(address(fields[1]), port));
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot tell who is connected to whom", e);
            }
        }
        return ends;
    }

    /** From the kernel's form: four bytes in reverse order, the last of an address that is longer. */
    private static InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        int bytes = Integer.reverseBytes(Integer.parseUnsignedInt(text, colon - IPV4_DIGITS, colon, 16));
        try {
            InetAddress host = InetAddress.getByAddress(
                    new byte[] {(byte) (bytes >> 24), (byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes});
            return new InetSocketAddress(host, port(text));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
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
            // It has just ended.
            return List.of();
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            // The connection was closed during the scan.
            return "";
        }
    }
}
