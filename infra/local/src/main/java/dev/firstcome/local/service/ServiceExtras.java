package dev.firstcome.local.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The additions of a test to a service: the jar of a mutant before the class path, a failpoint agent, and properties.
 *
 * @param properties properties that override the settings of the platform
 */
public record ServiceExtras(List<String> jvmArguments, List<Path> classPathFront, Map<String, String> properties) {
    public static final ServiceExtras NONE = new ServiceExtras(List.of(), List.of(), Map.of());

    public ServiceExtras {
        jvmArguments = List.copyOf(jvmArguments);
        classPathFront = List.copyOf(classPathFront);
        properties = Map.copyOf(properties);
    }
}
