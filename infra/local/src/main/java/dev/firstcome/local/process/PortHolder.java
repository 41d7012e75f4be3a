package dev.firstcome.local.process;

import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks whether a port is free, and describes the process that holds it. */
public final class PortHolder {
    private static final String LISTENING = "0A";

    private PortHolder() {}

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public static void requireFree(int port, String wantedBy) {
        if (!isFree(port)) {
            throw LocalPlatformException.machineLacks("Port " + port + ", wanted by " + wantedBy + ", is taken by "
                    + describe(port) + ". End that, or choose other ports with --port-base N");
        }
    }

    /** Whether something accepts connections on the port. */
    public static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Describes the process that listens on the port, as far as it is visible to this user. */
    static String describe(int port) {
        Set<String> sockets = socketsOn(port);
        if (sockets.isEmpty()) {
            return "a process that is not visible";
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return "process " + process.getFileName() + " (" + commandOf(process) + ")";
                }
            }
        } catch (IOException e) {
            return "a process that cannot be listed: " + e.getMessage();
        }
        return "a process of another user";
    }

    private static Set<String> socketsOn(int port) {
        Set<String> sockets = new HashSet<>();
        String ending = String.format(Locale.ROOT, ":%04X", port);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[1].endsWith(ending) && fields[3].equals(LISTENING)) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            } catch (IOException e) {
                // The table does not exist without IPv6.
            }
        }
        return sockets;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)
                        && sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // The process belongs to another user or has ended.
            return false;
        }
    }

    private static String commandOf(Path process) {
        try {
            String command = Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
            return command.length() > 120 ? command.substring(0, 120) + "…" : command;
        } catch (IOException e) {
            return "?";
        }
    }
}
