package dev.firstcome.e2e.scenarios;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent that this module builds, as an argument for a service's JVM. */
final class FailpointJar {
    /** The script has decided, and this result is not out yet. */
    static final String SENDS_A_RESULT = "dev.firstcome.coupon.issuing.kafka.KafkaResultPublisher#result";

    private FailpointJar() {}

    static String agent(String argument) throws IOException {
        Path folder = Path.of(System.getProperty("firstcome.target", "target"), "extra");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*-failpoints.jar")) {
            return "-javaagent:" + jars.iterator().next() + "=" + argument;
        }
    }
}
