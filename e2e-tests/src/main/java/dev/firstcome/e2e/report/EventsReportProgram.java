package dev.firstcome.e2e.report;

import dev.firstcome.e2e.program.Program;
import dev.firstcome.e2e.verifier.EventsReport;
import dev.firstcome.e2e.verifier.collect.EventsFinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the events of the last time in the services' histories, in Kafka and at their consumers. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Compares what was committed, what is in Kafka, and what consumers have taken.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing is missing, and nothing is there that should not be", "1:not so", "2:wrong use"})
public final class EventsReportProgram implements Callable<Integer> {
    /** Of so many an id, a thing, a hash and a place fit into the memory that the command has. */
    private static final int MOST = 400_000;

    private static final Duration SINCE_MAX = Duration.ofDays(6);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Option(names = "--seconds", paramLabel = "N", description = "how far back; default 3600")
    private long seconds = 3_600;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    public static void main(String[] arguments) {
        Program.run(new EventsReportProgram(), "The events could not be compared", arguments);
    }

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > SINCE_MAX.toSeconds()) {
            throw Program.wrong(spec, "from a second to 6 days back: Kafka keeps messages for 7");
        }
        try {
            Duration since = Duration.ofSeconds(seconds);
            EventsReport report = EventsReport.of(new EventsFinder(Program.platform(spec, platform), MOST).find(since));
            System.out.print(json ? report.json() + System.lineSeparator() : report.text());
            if (!json) {
                System.out.println(
                        report.isRight()
                                ? "Nothing is missing, and nothing is there that should not be."
                                : "This is not as it should be; what a consumer lacks may be a dead letter"
                                        + " (docs/runbooks/dead-letters.md).");
            }
            return report.isRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (EventsFinder.TooMany many) {
            throw Program.wrong(spec, many.getMessage() + "; look less far back");
        }
    }
}
