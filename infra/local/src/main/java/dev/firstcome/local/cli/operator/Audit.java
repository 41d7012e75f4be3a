package dev.firstcome.local.cli.operator;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.audit.AuditReader;
import dev.firstcome.local.audit.AuditVerifier;
import dev.firstcome.local.cli.help.ExitCodes;
import dev.firstcome.local.cli.option.DataOption;
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
            "Reads the audit trail from Kafka. `./firstcome audit verify` checks that no entry was removed, changed,"
                    + " inserted or moved.",
            "It cannot detect the loss of the last entries of a chain before their head is confirmed, which happens every"
                    + " 15 seconds."
        },
        exitCodeList = {
            "0:the audit trail is intact",
            "1:an entry was removed, changed, inserted or moved, or the trail cannot be read",
            ExitCodes.INVALID_USE,
            ExitCodes.MACHINE
        })
public final class Audit implements Callable<Integer> {
    /** The operations on the audit trail. */
    enum Action {
        verify
    }

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "verify", description = "Verifies the hash chains of all writers.")
    private Action action = Action.verify;

    @Option(names = "--json", description = "Print the result as JSON.")
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
                    "%,d entries in %,d chains, %,d confirmed heads: %s%n",
                    report.entries(), report.chains(), report.confirmed(), report.intact() ? "intact" : "NOT INTACT");
            report.faults().forEach(fault -> out.println("  " + fault));
        }
        out.flush();
        return report.intact() ? 0 : 1;
    }
}
