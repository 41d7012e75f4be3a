package dev.firstcome.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTests {
    private static final int LARGE = (LogTail.ROTATED_ABOVE_MIB << 20) + 1;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLargeLogIsRotatedAndItsWriterContinuesAtTheNewEnd() throws IOException {
        Path log = folder.resolve("part.log");
        try (OutputStream writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write(new byte[LARGE]);

            LogTail.rotate(log);
            writer.write("after".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(log).hasContent("after");
        assertThat(folder.resolve("part.log.1")).hasSize(LARGE);
    }

    @Test
    void onlyOneIsKeptAside() throws IOException {
        Path log = folder.resolve("part.log");
        for (int time = 1; time <= 3; time++) {
            Files.write(log, new byte[LARGE + time]);
            LogTail.rotate(log);
        }

        assertThat(folder.resolve("part.log.1")).hasSize(LARGE + 3);
        assertThat(folder).isDirectoryNotContaining("glob:**.log.2");
    }

    @Test
    void aSmallLogStays() throws IOException {
        Path log = Files.writeString(folder.resolve("part.log"), "little");

        LogTail.rotate(log);

        assertThat(log).hasContent("little");
        assertThat(folder.resolve("part.log.1")).doesNotExist();
    }
}
