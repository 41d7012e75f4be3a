package dev.firstcome.local.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFormatTests {
    private static final String CURRENT = Integer.toString(DataFormat.CURRENT);
    private static final String OLDER = Integer.toString(DataFormat.CURRENT - 1);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aNewFolderGetsTheCurrentFormat() throws IOException {
        dataFormat().require();

        assertThat(recordedFormat()).isEqualTo(CURRENT);
    }

    @Test
    void dataOfTheCurrentFormatIsAccepted() throws IOException {
        dataFormat().require();
        createData();

        dataFormat().require();

        assertThat(recordedFormat()).isEqualTo(CURRENT);
    }

    @Test
    void dataOfAnOlderFormatIsRejectedAndTheMessageNamesReset() throws IOException {
        createData();
        Files.writeString(folder.resolve("format"), OLDER + "\n");

        assertThatThrownBy(() -> dataFormat().require())
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("has format " + OLDER)
                .hasMessageContaining("needs format " + CURRENT)
                .hasMessageContaining("./firstcome reset --data " + folder)
                .hasMessageContaining("./firstcome up --data DIR");
        assertThat(recordedFormat()).isEqualTo(OLDER);
    }

    @Test
    void dataWithoutAFormatIsRejected() throws IOException {
        createData();

        assertThatThrownBy(() -> dataFormat().require())
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("has format 1");
        assertThat(folder.resolve("format")).doesNotExist();
    }

    @Test
    void aFolderWithoutDataGetsTheCurrentFormatAfterAReset() throws IOException {
        Files.writeString(folder.resolve("format"), OLDER + "\n");

        dataFormat().require();

        assertThat(recordedFormat()).isEqualTo(CURRENT);
    }

    private DataFormat dataFormat() {
        return new DataFormat(layout());
    }

    private Layout layout() {
        return new Layout(new ProjectRoot(folder), folder, folder.resolve("bin"));
    }

    private String recordedFormat() throws IOException {
        return Files.readString(folder.resolve("format")).strip();
    }

    private void createData() throws IOException {
        Files.createDirectories(layout().part("kafka-1"));
    }
}
