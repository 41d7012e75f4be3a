package dev.firstcome.local.cli;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.proof.ProofExport;
import dev.firstcome.model.proof.Contradiction;
import dev.firstcome.model.proof.Export;
import dev.firstcome.model.proof.ProofVerifier;
import dev.firstcome.model.proof.PublicKeys;
import dev.firstcome.model.proof.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Verifies an exported coupon log: decides every record with the reference model, compares the root of each"
                    + " signed block, and checks a receipt. Needs only the files and the public keys, not a running"
                    + " platform. Prints the first contradiction of each partition."
        },
        subcommands = Verify.Exporting.class)
final class Verify implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The folder of an export.")
    private @Nullable Path export;

    @Option(
            names = "--key",
            paramLabel = "PUBLIC.pem",
            description = "A public key, or a folder with a file <id>.pem for each key that signed a block.")
    private @Nullable Path key;

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "A file with a receipt; its request must be in the log and decided.")
    private @Nullable Path receipt;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (export == null || key == null) {
            throw LocalFailure.wrongUse("verify needs DIR and --key; `./firstcome verify export` writes such a folder");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Report report = verify(export, key, receipt);
        out.print(report.text());
        out.println(report.isAsSigned() ? "The log is as it was signed." : "The log differs from what was signed.");
        out.flush();
        return report.isAsSigned() ? 0 : 1;
    }

    private static Report verify(Path export, Path key, @Nullable Path receipt) {
        try {
            String text = receipt == null ? null : Files.readString(receipt);
            return ProofVerifier.verify(new Export(export), PublicKeys.at(key), text);
        } catch (IOException | UncheckedIOException | Contradiction unreadable) {
            throw LocalFailure.failed(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Exports the coupon log and its proofs from Kafka to files.")
    static final class Exporting implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder to write.")
        private Path out = Path.of("");

        @Option(names = "--partition", paramLabel = "N", description = "Export this partition only.")
        private @Nullable Integer partition;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter print = Objects.requireNonNull(spec).commandLine().getOut();
            PlatformDescription platform =
                    PlatformDescription.read(data.platform().descriptionFile());
            Integer only = partition;
            try (ProofExport export = new ProofExport(platform.kafka())) {
                long records = export.write(new Export(out), number -> only == null || only == number);
                print.printf("%,d records are in %s%n", records, out);
            }
            print.printf("The public keys are in %s%n", data.platform().proofKeys());
            print.flush();
            return 0;
        }
    }
}
