package dev.firstcome.local.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import org.apache.kafka.metadata.storage.Formatter;

/** The process of one broker: formats its storage at the first start, then is Kafka, so that one JVM does both. */
public final class BrokerNode {
    /** In the same file as the broker's own settings; Kafka ignores it. */
    static final String CLUSTER_ID = "firstcome.cluster.id";

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
                    .run();
        }
    }
}
