package dev.firstcome.local.redis;

import dev.firstcome.local.containers.ContainerImage;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.process.ManagedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One Redis process in cluster mode. */
public final class RedisNode implements ManagedProcess {
    private static final String CONTAINER_CONFIGURATION = "/etc/redis/redis.conf";
    private static final String CONTAINER_DATA = "/data";
    private static final int PROBE_MILLIS = 500;
    private static final Pattern REFUSED = Pattern.compile("errorstat_(?:NOAUTH|NOPERM|WRONGPASS):count=(\\d+)");

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)@(\\d+)");
    private static final Pattern OWN_ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)@\\d+\\S* myself");

    private final String name;
    private final Supplier<String> clusterSettings;
    private final RedisLogin admin;
    private final Layout layout;
    private final PlatformSettings platform;

    RedisNode(
            String name, Supplier<String> clusterSettings, RedisLogin admin, Layout layout, PlatformSettings platform) {
        this.name = name;
        this.clusterSettings = clusterSettings;
        this.admin = admin;
        this.layout = layout;
        this.platform = platform;
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
        return List.of(platform.ports().of(name), platform.ports().of(bus()));
    }

    /** Returns this node as a container of the official image, with the same settings and users. */
    ContainerSpec container(ContainerSpec.Network network) {
        return new ContainerSpec(
                name,
                ContainerImage.REDIS,
                Map.of(),
                List.of("redis-server", CONTAINER_CONFIGURATION),
                Map.of(CONTAINER_CONFIGURATION, settings("* -::*", CONTAINER_DATA, "yes") + clusterSettings.get()),
                network);
    }

    /**
     * Returns the settings of this node. A proxy may forward the announced address to the listening address.
     *
     * @param debug the clients that may use DEBUG; behind a bridge, no client is {@code local}
     */
    private String settings(String addresses, String directory, String debug) {
        return """
            bind %6$s
            protected-mode yes
            port %1$d
            cluster-port %2$d
            cluster-announce-ip 127.0.0.1
            cluster-announce-port %3$d
            cluster-announce-bus-port %4$d
            dir %5$s
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
            enable-debug-command %7$s
            """.formatted(
                port(), platform.ports().of(bus()), announcedPort(), announcedBusPort(), directory, addresses, debug);
    }

    /** The advertised port. */
    int announcedPort() {
        return platform.advertised().of(name);
    }

    int announcedBusPort() {
        return platform.advertised().of(bus());
    }

    private String bus() {
        return name + "-bus";
    }

    @Override
    public void prepare() {
        moveToThesePorts();
        FileTree.writePrivate(
                layout.configuration(name + ".conf"),
                settings("127.0.0.1", workingDirectory().toString(), "local") + clusterSettings.get());
    }

    /** Updates the stored addresses of the other nodes, because the platform may have other ports now. */
    private void moveToThesePorts() {
        Path nodes = workingDirectory().resolve("nodes.conf");
        try {
            String text = Files.exists(nodes) ? Files.readString(nodes) : "";
            Matcher own = OWN_ADDRESS.matcher(text);
            if (own.find()) {
                int moved = announcedPort() - Integer.parseInt(own.group(1));
                FileTree.writePrivate(
                        nodes,
                        ADDRESS.matcher(text)
                                .replaceAll(found -> "127.0.0.1:" + (Integer.parseInt(found.group(1)) + moved) + "@"
                                        + (Integer.parseInt(found.group(2)) + moved)));
            }
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot move " + name + " to its port", e);
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
        try (Socket socket = open()) {
            socket.getOutputStream().write(command("PING"));
            return line(socket).equals("+PONG");
        } catch (IOException e) {
            return false;
        }
    }

    /** The server counts each kind of error. */
    @Override
    public long refused(Path log) {
        try (Socket socket = open()) {
            socket.getOutputStream().write(command("INFO errorstats"));
            int length = Integer.parseInt(line(socket).substring(1));
            String counts = new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
            return REFUSED.matcher(counts)
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Opens a connection of the administrator. */
    private Socket open() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(PROBE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), PROBE_MILLIS);
            socket.getOutputStream().write(command("AUTH " + admin.user() + " " + admin.password()));
            if (!line(socket).equals("+OK")) {
                throw new IOException(name + " does not know its admin");
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] command(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            text.append((char) next);
        }
        return text.toString().strip();
    }
}
