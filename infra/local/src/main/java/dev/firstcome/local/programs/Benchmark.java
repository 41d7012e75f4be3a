package dev.firstcome.local.programs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The benchmarks of {@code ./firstcome bench}. The program has a branch for each. */
public enum Benchmark {
    ENGINE("results per second of the issuing engine; baseline: the bare Lua script"),
    RIVALS("as engine, and against a Redisson lock, a Postgres row lock and a script per request"),
    INTAKE("accepted requests per second and their latency; baseline: a no-op endpoint"),
    EVENTS("latency from commit to Kafka, rate of a backlog, CPU at rest; baseline: a polling relay"),
    PAYMENTS("accepted payments per second and time until CAPTURED; baseline: bare transactions");

    private final String description;

    Benchmark(String description) {
        this.description = description;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A one-line description by name, in the order of the help. */
    public static SequencedMap<String, String> descriptions() {
        SequencedMap<String, String> descriptions = new LinkedHashMap<>();
        for (Benchmark benchmark : values()) {
            descriptions.put(benchmark.toString(), benchmark.description);
        }
        return descriptions;
    }

    /** Converts a name; an unknown name is a usage error that lists all names. */
    public static final class Converter implements ITypeConverter<Benchmark> {
        @Override
        public Benchmark convert(String name) {
            return Arrays.stream(values())
                    .filter(benchmark -> benchmark.toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("no benchmark is named '%s'; choose one of: %s"
                            .formatted(
                                    name,
                                    Arrays.stream(values())
                                            .map(Benchmark::toString)
                                            .collect(Collectors.joining(", ")))));
        }
    }
}
