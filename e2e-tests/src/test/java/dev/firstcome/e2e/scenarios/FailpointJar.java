package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.service.ServiceExtras;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the JVM arguments that add the failpoint agent of this module to a service. */
final class FailpointJar {
    /** The script has decided, and the result is not published. */
    static final String RESULT_SEND = "dev.firstcome.coupon.issuing.kafka.KafkaResultPublisher#result";

    /** Kafka has acknowledged the events, and the outbox rows are not deleted. */
    static final String OUTBOX_DELETE = "dev.firstcome.platform.outbox.OutboxTable#delete";

    /** An event is not sent yet. */
    static final String EVENT_SEND = "dev.firstcome.platform.outbox.EventProducer#send";

    /** A message is not inserted into the inbox of its user yet. */
    static final String MESSAGE_INSERT = "dev.firstcome.user.message.store.ShardedMessages#add";

    private FailpointJar() {}

    /** Adds one agent per argument. The transformation of the last agent runs first. */
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
