package dev.firstcome.local.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** Both; where both set a property, the other one's value counts. */
    public ServiceExtras and(ServiceExtras other) {
        List<String> arguments = new ArrayList<>(jvmArguments);
        arguments.addAll(other.jvmArguments);
        List<Path> front = new ArrayList<>(classPathFront);
        front.addAll(other.classPathFront);
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(other.properties);
        return new ServiceExtras(arguments, front, all);
    }
}
