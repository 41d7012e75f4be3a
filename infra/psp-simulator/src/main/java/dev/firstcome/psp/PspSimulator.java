package dev.firstcome.psp;

import dev.firstcome.psp.api.Provider;
import dev.firstcome.psp.api.Waits;
import dev.firstcome.psp.card.FaultSwitch;
import dev.firstcome.psp.http.PspServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;

/** The payment provider as a process: its one argument is a file of settings, and SIGTERM ends it in order. */
public final class PspSimulator implements AutoCloseable {
    private static final int USAGE = 64;

    private final Waits waits;
    private final Provider provider;
    private final PspServer server;

    private PspSimulator(Waits waits, Provider provider, PspServer server) {
        this.waits = waits;
        this.provider = provider;
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: PspSimulator <file of settings>");
            System.exit(USAGE);
        }
        PspSimulator simulator = start(SimulatorSettings.read(Path.of(arguments[0])));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(simulator::end));
        System.err.println("psp-simulator: serves on port " + simulator.port());
    }

    static PspSimulator start(SimulatorSettings settings) throws IOException {
        Waits waits = new Waits();
        Clock clock = Clock.systemUTC();
        Provider provider = Provider.open(settings.journal(), settings.webhooks(), waits, clock);
        try {
            PspServer server = PspServer.start(
                    new InetSocketAddress(settings.address(), settings.port()),
                    settings.secretKey(),
                    provider,
                    new FaultSwitch(clock, settings.answerAfterMillis()),
                    waits);
            return new PspSimulator(waits, provider, server);
        } catch (IOException | RuntimeException e) {
            provider.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    private void end() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("psp-simulator: ended with " + e);
        }
    }

    /** Calls that are held end first, then the server, then what it stands on. */
    @Override
    public void close() throws IOException {
        waits.close();
        server.close();
        provider.close();
    }
}
