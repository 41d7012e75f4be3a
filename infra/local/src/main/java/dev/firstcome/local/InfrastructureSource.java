package dev.firstcome.local;

import dev.firstcome.local.layout.LocalPlatformException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Where integration tests get their infrastructure from; the system property {@value #PROPERTY} selects one. */
enum InfrastructureSource {
    /** Processes of this machine; the default. */
    PROCESSES("infra/local", Duration.ofSeconds(150)),

    /** Testcontainers. The time includes the download of images. */
    CONTAINERS("infra/test-containers", Duration.ofMinutes(15));

    static final String PROPERTY = "firstcome.test-infrastructure";

    private final String module;
    private final Duration readyWithin;

    InfrastructureSource(String module, Duration readyWithin) {
        this.module = module;
        this.readyWithin = readyWithin;
    }

    static InfrastructureSource selected() {
        return of(System.getProperty(PROPERTY, ""));
    }

    static InfrastructureSource of(String value) {
        if (value.isBlank()) {
            return PROCESSES;
        }
        return Arrays.stream(values())
                .filter(source -> source.value().equals(value))
                .findFirst()
                .orElseThrow(() -> LocalPlatformException.wrongUse("Unknown " + PROPERTY + ": " + value
                        + ". Known values: " + List.of(PROCESSES.value(), CONTAINERS.value())));
    }

    /** Returns the value of the system property. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the module with the class path of the keeper process. */
    String module() {
        return module;
    }

    Duration readyWithin() {
        return readyWithin;
    }

    /** Creates the infrastructure in the keeper process. Starts nothing. */
    TestInfrastructure create() {
        return switch (this) {
            case PROCESSES -> new ProcessInfrastructure();
            case CONTAINERS ->
                ServiceLoader.load(TestInfrastructure.class)
                        .findFirst()
                        .orElseThrow(() -> LocalPlatformException.failed(module + " is not on the class path"));
        };
    }
}
