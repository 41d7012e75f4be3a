package dev.firstcome.psp;

import dev.firstcome.psp.api.PaymentProvider;
import dev.firstcome.psp.api.ShutdownAwareDelay;
import dev.firstcome.psp.card.FaultSwitch;
import dev.firstcome.psp.http.PspServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Runs the payment provider simulator as a process. The only argument is a properties file; SIGTERM shuts it down
 * gracefully.
 */
public final class PspSimulator implements AutoCloseable {
    private static final int USAGE = 64;

    private final ShutdownAwareDelay delay;
    private final PaymentProvider provider;
    private final PspServer server;

    private PspSimulator(ShutdownAwareDelay delay, PaymentProvider provider, PspServer server) {
        this.delay = delay;
        this.provider = provider;
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: PspSimulator <properties file>");
            System.exit(USAGE);
        }
        PspSimulator simulator = start(SimulatorSettings.read(Path.of(arguments[0])));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(simulator::shutDown));
        System.err.println("psp-simulator: listening on port " + simulator.port());
    }

    static PspSimulator start(SimulatorSettings settings) throws IOException {
        ShutdownAwareDelay delay = new ShutdownAwareDelay();
        Clock clock = Clock.systemUTC();
        PaymentProvider provider = PaymentProvider.open(settings.journal(), settings.webhooks(), delay, clock);
        try {
            PspServer server = PspServer.start(
                    new InetSocketAddress(settings.address(), settings.port()),
                    settings.secretKey(),
                    provider,
                    new FaultSwitch(clock, settings.answerAfterMillis()),
                    delay);
            return new PspSimulator(delay, provider, server);
        } catch (IOException | RuntimeException e) {
            provider.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    private void shutDown() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("psp-simulator: shutdown failed: " + e);
        }
    }

    /** Ends delayed requests first, then stops the HTTP server, and closes the provider last. */
    @Override
    public void close() throws IOException {
        delay.close();
        server.close();
        provider.close();
    }
}
