package dev.firstcome.local.redis;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.process.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One Redis process in cluster mode. */
public final class RedisNode implements Part {
    private static final int PROBE_MILLIS = 500;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PONG = "+PONG".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)@(\\d+)");
    private static final Pattern OWN_ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)@\\d+\\S* myself");

    private final String name;
    private final String policy;
    private final Layout layout;
    private final Ports ports;

    RedisNode(String name, String policy, Layout layout, Ports ports) {
        this.name = name;
        this.policy = policy;
        this.layout = layout;
        this.ports = ports;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stage stage() {
        return Stage.INFRASTRUCTURE;
    }

    @Override
    public List<Integer> ports() {
        return List.of(ports.of(name), busPort());
    }

    /** Listening and announced addresses stand apart, so that a proxy can be put between. */
    private String settings() {
        return """
            bind 127.0.0.1
            protected-mode yes
            port %1$d
            cluster-port %2$d
            cluster-announce-ip 127.0.0.1
            cluster-announce-port %1$d
            cluster-announce-bus-port %2$d
            dir %3$s
            daemonize no
            cluster-enabled yes
            cluster-config-file nodes.conf
            cluster-node-timeout 2000
            cluster-replica-validity-factor 10
            cluster-require-full-coverage no
            repl-diskless-sync yes
            repl-diskless-sync-delay 0
            min-replicas-to-write 0
            save ""
            shutdown-timeout 1
            enable-debug-command local
            """.formatted(port(), busPort(), workingDirectory());
    }

    int busPort() {
        return ports.of(name + "-bus");
    }

    @Override
    public void prepare() {
        moveToThesePorts();
        FileTree.writePrivate(layout.configuration(name + ".conf"), settings() + policy);
    }

    /** A cluster's nodes write down where they found each other; the platform may be on other ports since. */
    private void moveToThesePorts() {
        Path nodes = workingDirectory().resolve("nodes.conf");
        try {
            String text = Files.exists(nodes) ? Files.readString(nodes) : "";
            Matcher own = OWN_ADDRESS.matcher(text);
            if (own.find()) {
                int moved = port() - Integer.parseInt(own.group(1));
                FileTree.writePrivate(
                        nodes,
                        ADDRESS.matcher(text)
                                .replaceAll(found -> "127.0.0.1:" + (Integer.parseInt(found.group(1)) + moved) + "@"
                                        + (Integer.parseInt(found.group(2)) + moved)));
            }
        } catch (IOException e) {
            throw LocalFailure.failed("Cannot move " + name + " to its port", e);
        }
    }

    @Override
    public List<String> command() {
        return List.of(
                RedisBinary.path(layout).toString(),
                layout.configuration(name + ".conf").toString());
    }

    @Override
    public Path workingDirectory() {
        return layout.part(name);
    }

    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PROBE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), PROBE_MILLIS);
            socket.getOutputStream().write(PING);
            return Arrays.equals(PONG, socket.getInputStream().readNBytes(PONG.length));
        } catch (IOException e) {
            return false;
        }
    }
}
