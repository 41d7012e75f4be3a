package dev.firstcome.local.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.metadata.storage.Formatter;

/** The main class of a broker process: formats the storage at the first start, then runs Kafka in the same JVM. */
public final class BrokerNode {
    /** The prefix of settings that Kafka ignores. */
    static final String PREFIX = "firstcome.";

    static final String CLUSTER_ID = PREFIX + "cluster.id";

    /** The prefix of user passwords, followed by the user name. All users are created during the formatting. */
    static final String USER = PREFIX + "user.";

    private BrokerNode() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        String storage = properties.getProperty("log.dirs");
        if (!Files.exists(Path.of(storage, "meta.properties"))) {
            format(properties, storage);
        }
        Kafka.main(arguments);
    }

    private static void format(Properties properties, String storage) throws Exception {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(properties.getProperty(CLUSTER_ID))
                    .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                    .setControllerListenerName(properties.getProperty("controller.listener.names"))
                    .setMetadataLogDirectory(storage)
                    .addDirectory(storage)
                    .setIgnoreFormatted(true)
                    .setScramArguments(users(properties))
                    .run();
        }
    }

    private static List<String> users(Properties properties) {
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(USER))
                .map(name -> KafkaLogin.MECHANISM
                        + "=[name=%s,password=%s]"
                                .formatted(name.substring(USER.length()), properties.getProperty(name)))
                .toList();
    }
}
