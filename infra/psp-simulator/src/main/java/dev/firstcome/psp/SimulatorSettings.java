package dev.firstcome.psp;

import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.webhook.WebhookDispatcher;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the simulator, read once at startup.
 *
 * @param port 0 selects a free port
 * @param secretKey the API key of all clients
 * @param webhooks target of webhook events; null disables webhooks
 * @param journal the ledger file, created if missing
 * @param answerAfterMillis delay of each POST, unless injected faults override it
 */
record SimulatorSettings(
        String address,
        int port,
        String secretKey,
        WebhookDispatcher.@Nullable Target webhooks,
        Path journal,
        long answerAfterMillis) {

    private static final int PORT_MAX = 65_535;

    /** @throws IllegalArgumentException for a missing, invalid or unknown setting */
    static SimulatorSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return of(properties);
    }

    static SimulatorSettings of(Properties properties) {
        Properties remaining = new Properties();
        remaining.putAll(properties);
        SimulatorSettings settings = new SimulatorSettings(
                take(remaining, "address", "127.0.0.1"),
                (int) number("port", required(remaining, "port"), PORT_MAX),
                required(remaining, "secret-key"),
                webhooks(remaining),
                Path.of(required(remaining, "journal")),
                number("answer-after-ms", take(remaining, "answer-after-ms", "0"), Faults.ANSWER_AFTER_MILLIS_MAX));
        if (!remaining.isEmpty()) {
            throw new IllegalArgumentException("unknown settings: " + new TreeSet<>(remaining.stringPropertyNames()));
        }
        return settings;
    }

    private static WebhookDispatcher.@Nullable Target webhooks(Properties remaining) {
        String url = take(remaining, "webhook-url", "");
        String secret = take(remaining, "webhook-secret", "");
        if (url.isEmpty()) {
            return null;
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("webhook-secret is missing");
        }
        URI target = URI.create(url);
        if (target.getHost() == null || !"http".equals(target.getScheme()) && !"https".equals(target.getScheme())) {
            throw new IllegalArgumentException("webhook-url is not an HTTP URL: " + url);
        }
        return new WebhookDispatcher.Target(target, secret);
    }

    private static String take(Properties remaining, String name, String defaultValue) {
        Object value = remaining.remove(name);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? defaultValue : text;
    }

    private static String required(Properties remaining, String name) {
        String value = take(remaining, name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static long number(String name, String text, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Reported below.
        }
        throw new IllegalArgumentException(name + " must be a number from 0 to " + max + ", not " + text);
    }
}
