package dev.firstcome.psp;

import dev.firstcome.psp.card.Faults;
import dev.firstcome.psp.webhook.Webhooks;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator is started with. All of it is read once.
 *
 * @param port 0: any free one
 * @param secretKey what callers must show
 * @param webhooks where events go; null: nowhere
 * @param journal the file of the ledger; it need not exist
 * @param answerAfterMillis how long each POST takes, where faults do not say otherwise
 */
record SimulatorSettings(
        String address,
        int port,
        String secretKey,
        Webhooks.@Nullable Target webhooks,
        Path journal,
        long answerAfterMillis) {

    private static final int PORT_MAX = 65_535;

    /** @throws IllegalArgumentException where a value is missing, wrong or not known */
    static SimulatorSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return of(properties);
    }

    static SimulatorSettings of(Properties given) {
        Properties left = new Properties();
        left.putAll(given);
        SimulatorSettings settings = new SimulatorSettings(
                taken(left, "address", "127.0.0.1"),
                (int) number("port", required(left, "port"), PORT_MAX),
                required(left, "secret-key"),
                webhooks(left),
                Path.of(required(left, "journal")),
                number("answer-after-ms", taken(left, "answer-after-ms", "0"), Faults.ANSWER_AFTER_MILLIS_MAX));
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("unknown settings: " + new TreeSet<>(left.stringPropertyNames()));
        }
        return settings;
    }

    private static Webhooks.@Nullable Target webhooks(Properties left) {
        String url = taken(left, "webhook-url", "");
        String secret = taken(left, "webhook-secret", "");
        if (url.isEmpty()) {
            return null;
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("webhook-secret is missing");
        }
        URI target = URI.create(url);
        if (target.getHost() == null || !"http".equals(target.getScheme()) && !"https".equals(target.getScheme())) {
            throw new IllegalArgumentException("webhook-url is no URL of http: " + url);
        }
        return new Webhooks.Target(target, secret);
    }

    private static String taken(Properties left, String name, String otherwise) {
        Object value = left.remove(name);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? otherwise : text;
    }

    private static String required(Properties left, String name) {
        String value = taken(left, name, "");
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
            // Said below.
        }
        throw new IllegalArgumentException(name + " must be a number from 0 to " + max + ", not " + text);
    }
}
