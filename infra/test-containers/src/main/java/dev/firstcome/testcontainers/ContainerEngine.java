package dev.firstcome.testcontainers;

import dev.firstcome.local.layout.LocalPlatformException;
import org.testcontainers.DockerClientFactory;

/** The container engine, as Testcontainers finds it: DOCKER_HOST, its own configuration file, or the usual sockets. */
public final class ContainerEngine {
    private ContainerEngine() {}

    /** Exits with 0 if an engine answers, else prints one sentence and exits with 3. */
    public static void main(String[] arguments) {
        try {
            require();
        } catch (LocalPlatformException e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        }
    }

    /** Fails if no engine answers. Starts no container. */
    static void require() {
        try {
            DockerClientFactory.instance().getTransportConfig();
        } catch (IllegalStateException e) {
            throw LocalPlatformException.machineLacks(
                    "No container engine answers: start Docker or Podman, or set DOCKER_HOST to its socket.");
        }
    }
}
