package dev.firstcome.local.service;

import dev.firstcome.local.cache.JavaProgram;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.Ports;
import dev.firstcome.local.process.ManagedProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The process of the payment provider's simulator. Its folder contains its ledger. */
public final class ProviderProcess implements ManagedProcess {
    public static final String NAME = "psp-simulator";

    private static final String MODULE = "infra/psp-simulator";
    private static final String MAIN = "dev.firstcome.psp.PspSimulator";

    /** Enough memory for thousands of charges. */
    private static final List<String> FLAGS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError");

    private final Layout layout;
    private final Ports ports;
    private final Secret secret;
    private final String noticesTo;

    /** The shared secrets of the shop and the provider: the API key, and the key that signs webhook events. */
    public record Secret(String apiKey, String noticeKey) {}

    /** @param noticesTo the receiver of its webhook events */
    public ProviderProcess(Layout layout, Ports ports, Secret secret, String noticesTo) {
        this.layout = layout;
        this.ports = ports;
        this.secret = secret;
        this.noticesTo = noticesTo;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Stage stage() {
        return Stage.SERVICE;
    }

    @Override
    public List<Integer> ports() {
        return List.of(ports.of(NAME));
    }

    @Override
    public void prepare() {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "address",
                "127.0.0.1",
                "port",
                Integer.toString(ports.of(NAME)),
                "secret-key",
                secret.apiKey(),
                "webhook-url",
                noticesTo,
                "webhook-secret",
                secret.noticeKey(),
                "journal",
                layout.part(NAME).resolve("journal.jsonl").toString()));
        FileTree.writePrivate(
                configuration(),
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @Override
    public List<String> command() {
        ServiceProgram program = new ServiceProgram(layout, NAME, MODULE);
        return new JavaProgram(NAME, FLAGS, program.jars(), MAIN)
                .command(List.of(), List.of(), List.of(configuration().toString()));
    }

    @Override
    public Path workingDirectory() {
        return layout.part(NAME);
    }

    @Override
    public boolean isReady() {
        return Probe.answers("http://127.0.0.1:" + ports.of(NAME) + "/health");
    }

    private Path configuration() {
        return layout.configuration(NAME + ".properties");
    }
}
