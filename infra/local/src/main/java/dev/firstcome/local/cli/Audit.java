package dev.firstcome.local.cli;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.audit.AuditReader;
import dev.firstcome.local.audit.AuditVerifier;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "audit",
        description = {
            "Reads the audit trail from Kafka: `audit verify` checks that no entry was dropped, changed, put in or moved.",
            "Exit code 1 if one was. What cannot be seen: the loss of a chain's last entries before they were confirmed,",
            "which happens every 15 seconds."
        })
final class Audit implements Callable<Integer> {
    /** What can be done with the trail. */
    enum Deed {
        verify
    }

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "verify", description = "Checks the chains.")
    private Deed deed = Deed.verify;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PlatformDescription platform = PlatformDescription.read(data.platform().descriptionFile());
        AuditVerifier.Report report = AuditReader.verify(platform.kafka());
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(report));
        } else {
            out.printf(
                    "%,d entries in %,d chains, %,d heads confirmed: %s%n",
                    report.entries(), report.chains(), report.confirmed(), report.intact() ? "intact" : "NOT INTACT");
            report.faults().forEach(fault -> out.println("  " + fault));
        }
        out.flush();
        return report.intact() ? 0 : 1;
    }
}
