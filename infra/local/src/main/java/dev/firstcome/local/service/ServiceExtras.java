package dev.firstcome.local.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a test adds to a service: a mutant's jar in front of the class path, an agent that fails at a named point, other
 * settings.
 *
 * @param properties added to the service's configuration, over what the platform sets
 */
public record ServiceExtras(List<String> jvmArguments, List<Path> classPathFront, Map<String, String> properties) {
    public static final ServiceExtras NONE = new ServiceExtras(List.of(), List.of(), Map.of());

    public ServiceExtras {
        jvmArguments = List.copyOf(jvmArguments);
        classPathFront = List.copyOf(classPathFront);
        properties = Map.copyOf(properties);
    }
}
