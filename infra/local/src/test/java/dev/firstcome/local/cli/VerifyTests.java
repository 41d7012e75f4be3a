package dev.firstcome.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.proof.ExportFolder;
import dev.firstcome.model.proof.ExportedRecord;
import dev.firstcome.model.random.RandomLogs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Verifies an export of a partition whose first block is not signed yet. */
class VerifyTests {
    private static final int PARTITION = 5;
    private static final int RECORDS = 300;
    private static final long SEED = 7;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void progressIsPrintedOnStandardError() throws Exception {
        export();

        assertThat(run("verify", folder.toString(), "--key", key().toString())).isZero();

        assertThat(errors.toString())
                .contains("Verifying partition 5: 300 of 300 records, total 300 of 300, ")
                .contains("records/s");
        assertThat(output.toString()).contains("as it was signed").doesNotContain("records/s");
    }

    @Test
    void anUnreadableRecordIsNamed() throws Exception {
        export();
        Files.writeString(folder.resolve("requests-5.jsonl"), "not a record\n");

        assertThat(run("verify", folder.toString(), "--key", key().toString())).isEqualTo(1);

        assertThat(output.toString()).contains("not a record");
    }

    private void export() throws IOException {
        ExportFolder export = new ExportFolder(folder);
        export.write(new ExportFolder.Contents("topic", new TreeMap<>(Map.of(PARTITION, 0L))));
        export.write(List.of());
        try (BufferedWriter file = export.records(PARTITION)) {
            for (LogRecord record : RandomLogs.of(SEED, PARTITION, RECORDS)) {
                file.write(exported(record).line());
                file.newLine();
            }
        }
    }

    private static ExportedRecord exported(LogRecord record) {
        return new ExportedRecord(
                record.partition(),
                record.offset(),
                record.timestampMillis(),
                record.key(),
                utf8(record.type()),
                record.value());
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private Path key() throws IOException, NoSuchAlgorithmException {
        byte[] key = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        return Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(key)));
    }

    private int run(String... arguments) {
        CommandLine line = FirstCome.commandLine();
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }
}
