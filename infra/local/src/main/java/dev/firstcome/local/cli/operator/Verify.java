package dev.firstcome.local.cli.operator;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.cli.help.ExitCodes;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.proof.ProofExport;
import dev.firstcome.local.proof.RecordProgress;
import dev.firstcome.model.proof.ExportFolder;
import dev.firstcome.model.proof.ProofMismatchException;
import dev.firstcome.model.proof.ProofReport;
import dev.firstcome.model.proof.ProofVerifier;
import dev.firstcome.model.proof.PublicKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
        exitCodeList = {
            "0:the log is as it was signed",
            "1:the log differs from what was signed, or a file cannot be read",
            ExitCodes.INVALID_USE,
            ExitCodes.MACHINE
        },
        subcommands = Verify.ExportCommand.class)
public final class Verify implements Callable<Integer> {
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
            throw LocalPlatformException.wrongUse(
                    "verify needs DIR and --key; `./firstcome verify export` writes such a folder");
        }
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = line.getOut();
        line.getErr().println("Reading " + export);
        ProofReport report = verify(export, key, receipt, new RecordProgress("Verifying", line.getErr()));
        out.print(report.text());
        out.println(report.isAsSigned() ? "The log is as it was signed." : "The log differs from what was signed.");
        out.flush();
        return report.isAsSigned() ? 0 : 1;
    }

    private static ProofReport verify(Path export, Path key, @Nullable Path receipt, RecordProgress progress) {
        try {
            String text = receipt == null ? null : Files.readString(receipt);
            ProofReport report = ProofVerifier.verify(new ExportFolder(export), PublicKeys.at(key), text, progress);
            progress.finish();
            return report;
        } catch (IOException | UncheckedIOException | ProofMismatchException unreadable) {
            throw LocalPlatformException.failed(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    @Command(
            name = "export",
            description =
                    "Exports the coupon log and its proofs from Kafka to files, and prints their size and folder.")
    static final class ExportCommand implements Callable<Integer> {
        private static final double BYTES_PER_MIB = 1 << 20;

        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "The folder to write (default: exports/proof in the platform's data folder).")
        private @Nullable Path out;

        @Option(names = "--partition", paramLabel = "N", description = "Export this partition only.")
        private @Nullable Integer partition;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            CommandLine line = Objects.requireNonNull(spec).commandLine();
            LocalPlatform platform = data.platform();
            PlatformDescription description = PlatformDescription.read(platform.descriptionFile());
            Path folder = (out == null ? platform.layout().proofExport() : out)
                    .toAbsolutePath()
                    .normalize();
            Integer only = partition;
            RecordProgress progress = new RecordProgress("Exporting", line.getErr());
            try (ProofExport export = new ProofExport(description.kafka(), progress)) {
                ProofExport.Result result =
                        export.write(new ExportFolder(folder), number -> only == null || only == number);
                print(result, folder, platform.proofKeys(), line.getOut());
            }
            return 0;
        }

        private static void print(ProofExport.Result result, Path folder, Path keys, PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "Exported %,d records of %d partitions, %.1f MiB, to %s%n",
                    result.records(),
                    result.partitions(),
                    result.bytes() / BYTES_PER_MIB,
                    folder);
            out.printf("The public keys are in %s%n", keys);
            out.printf("Verify the export with: ./firstcome verify %s --key %s%n", folder, keys);
            out.flush();
        }
    }
}
