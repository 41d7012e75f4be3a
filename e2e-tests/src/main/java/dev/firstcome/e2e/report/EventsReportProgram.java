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

/** The program behind {@code ./firstcome events}: compares recent events in event histories, Kafka and inboxes. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Compares the events that services committed, Kafka contains, and consumers processed.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no event is missing, duplicate or unexpected", "1:events differ", "2:invalid arguments"})
public final class EventsReportProgram implements Callable<Integer> {
    /** The maximum number of events whose id, aggregate, hash and log position fit into the command's heap. */
    private static final int EVENTS_MAX = 400_000;

    private static final Duration SINCE_MAX = Duration.ofDays(6);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "compares the events of the last N seconds; default 3600")
    private long seconds = 3_600;

    @Option(names = "--json", description = "print the report as JSON")
    private boolean json;

    public static void main(String[] arguments) {
        Program.run(new EventsReportProgram(), "The event report failed", arguments);
    }

    @Override
    public Integer call() {
        if (seconds < 1 || seconds > SINCE_MAX.toSeconds()) {
            throw Program.usageError(
                    spec, "the period must be 1 second to 6 days, because Kafka retains messages for 7 days");
        }
        try {
            Duration since = Duration.ofSeconds(seconds);
            EventsReport report =
                    EventsReport.of(new EventsFinder(Program.platform(spec, platform), EVENTS_MAX).find(since));
            System.out.print(json ? report.json() + System.lineSeparator() : report.text());
            if (!json) {
                System.out.println(
                        report.isComplete()
                                ? "No event is missing, duplicate or unexpected."
                                : "Events differ. An event that is missing at a consumer may be a dead letter"
                                        + " (docs/runbooks/dead-letters.md).");
            }
            return report.isComplete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (EventsFinder.TooManyEventsException many) {
            throw Program.usageError(spec, many.getMessage() + "; choose a shorter period");
        }
    }
}
