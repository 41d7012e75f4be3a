package dev.firstcome.local.containers;

import java.util.List;
import java.util.Map;

/**
 * A server as a container of its official image.
 *
 * @param name of the server, such as {@code pg-1}
 * @param environment variables of the container
 * @param command arguments of the image's entry point; empty for the default of the image
 * @param files contents by absolute path, readable by every user of the container
 */
public record ContainerSpec(
        String name,
        ContainerImage image,
        Map<String, String> environment,
        List<String> command,
        Map<String, String> files,
        Network network) {
    public ContainerSpec {
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
        files = Map.copyOf(files);
    }

    /** How other processes reach the server. */
    public sealed interface Network {
        /** These ports have the same numbers at 127.0.0.1 of this machine, because servers announce their addresses. */
        record Published(List<Integer> ports) implements Network {
            public Published {
                ports = List.copyOf(ports);
            }
        }

        /** The container has no network of its own and uses that of this server, which publishes its ports. */
        record SharedWith(String server) implements Network {}
    }
}
