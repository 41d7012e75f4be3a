package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.service.ServiceExtras;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent that this module builds, as an argument for a service's JVM. */
final class FailpointJar {
    /** The script has decided, and this result is not out yet. */
    static final String SENDS_A_RESULT = "dev.firstcome.coupon.issuing.kafka.KafkaResultPublisher#result";

    /** Kafka has acknowledged, and the rows are still there. */
    static final String DELETES_EVENTS = "dev.firstcome.platform.outbox.OutboxRows#delete";

    /** An event is about to be sent. */
    static final String SENDS_AN_EVENT = "dev.firstcome.platform.outbox.EventSender#send";

    /** A message is about to be put into its user's inbox. */
    static final String ADDS_A_MESSAGE = "dev.firstcome.user.message.store.ShardedMessages#add";

    private FailpointJar() {}

    /** A service with the agent, once for each of these arguments; what the last one does comes first. */
    static ServiceExtras extras(String... arguments) throws IOException {
        List<String> agents = new ArrayList<>();
        for (String argument : arguments) {
            agents.add(agent(argument));
        }
        return new ServiceExtras(agents, List.of(), Map.of());
    }

    private static String agent(String argument) throws IOException {
        Path folder = Path.of(System.getProperty("firstcome.target", "target"), "extra");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*-failpoints.jar")) {
            return "-javaagent:" + jars.iterator().next() + "=" + argument;
        }
    }
}
