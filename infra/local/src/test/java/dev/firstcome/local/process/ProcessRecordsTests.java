package dev.firstcome.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordsTests {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsWrittenIsRead() {
        ProcessRecords records = new ProcessRecords(folder);
        ProcessRecord part = new ProcessRecord(
                "kafka-1",
                ManagedProcess.Stage.INFRASTRUCTURE,
                ProcessIdentity.current(),
                Instant.parse("2026-01-01T00:00:00Z"),
                8100,
                "TERM",
                List.of("java", "-cp", "x"));

        records.write(part);

        assertThat(records.all()).containsExactly(part);
        assertThat(records.find("kafka-1")).contains(part);
        records.remove("kafka-1");
        assertThat(records.all()).isEmpty();
    }
}
