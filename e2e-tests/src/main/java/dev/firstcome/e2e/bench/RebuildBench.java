package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the records per second that a rebuild of one idle partition folds. The baseline is the rate at which the
 * engine publishes results of all partitions from the same log.
 */
final class RebuildBench {
    private static final Goal GOAL = new Goal.RatioAtLeast(0.8);
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final PlatformDescription description;
    private final LocalPlatform platform;
    private final int runs;
    private final int records;
    private final PrintStream out;

    RebuildBench(PlatformDescription description, int runs, int records, PrintStream out) {
        this.description = description;
        this.platform = LocalPlatform.open(Path.of(description.dataDirectory()));
        this.runs = runs;
        this.records = records;
        this.out = out;
    }

    Figure run() throws Exception {
        Series rebuilt = new Series();
        Series published = new Series();
        try (EngineRun engine = new EngineRun(description, platform, records);
                Operator operator = Operator.of(description)) {
            CompilerCpuTime compilers = new CompilerCpuTime(platform, ServiceDefinition.COUPON);
            new WarmUp(out).run("the engine", engine::resultsPerSecond, compilers::seconds);
            rebuild(operator);
            for (int run = 1; run <= runs; run++) {
                double engineRate = engine.resultsPerSecond();
                double rate = rebuild(operator);
                rebuilt.add(rate);
                published.add(engineRate);
                out.printf(Locale.ROOT, "run %d: rebuild %,.0f/s, engine %,.0f/s%n", run, rate, engineRate);
            }
        }
        return new Figure("records per second of a rebuild; baseline: the engine's results", rebuilt, published, GOAL);
    }

    /** Rebuilds the partition with the longest log; fails if the rebuilt state differs from the live state. */
    private static double rebuild(Operator operator) throws IOException {
        String path = "/ops/partitions/" + partitionWithLongestLog(operator) + "/rebuilds";
        Answer started = operator.send(Call.post(path).body(Map.of("mode", "VERIFY", "reason", "a benchmark")));
        if (started.status() != 202) {
            throw new IOException("the rebuild did not start: " + started);
        }
        Answer end = Eventually.get(
                "the rebuild ends",
                BOUND,
                () -> operator.send(Call.get(path + "/" + started.text("rebuildId"))),
                answer -> answer.ok() && !answer.text("state").equals("RUNNING"));
        boolean equal = end.body().path("liveState").path("equal").asBoolean();
        if (!end.text("state").equals("DONE") || !equal) {
            throw new IOException("the rebuild failed or differs from the live state: " + end);
        }
        return end.body().path("recordsPerSecond").asDouble();
    }

    private static int partitionWithLongestLog(Operator operator) throws IOException {
        int longest = 0;
        long most = -1;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            Answer preview = operator.send(Call.post("/ops/partitions/" + partition + "/rebuilds/preview"));
            long found = preview.body().path("records").asLong();
            if (found > most) {
                most = found;
                longest = partition;
            }
        }
        return longest;
    }
}
