package dev.firstcome.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FirstComeTests {
    @TempDir
    private Path folder = Path.of("");

    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "down", "status", "logs", "kill", "pause", "resume", "restart", "reset", "doctor", "token",
                "demo", "bench", "test", "rebuild", "verify", "events"
            })
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(output.toString()).contains("Usage: firstcome " + command);
    }

    @Test
    void wrongUseIsTwo() {
        assertThat(run("fly")).isEqualTo(2);
        assertThat(run("kill")).isEqualTo(2);
        assertThat(run("token")).isEqualTo(2);
        assertThat(run("token", "--operator", "--user", "kim@example.com")).isEqualTo(2);
        assertThat(run("up", "--brokers", "2", "--data", data())).isEqualTo(2);
        assertThat(run("up", "--port-base", "80", "--data", data())).isEqualTo(2);
        assertThat(run("kill", "kafka-9", "--data", data())).isEqualTo(2);
        assertThat(run("rebuild", "--reason", "a test")).isEqualTo(2);
        assertThat(run("rebuild", "--partition", "3", "--campaign", "x", "--reason", "a test"))
                .isEqualTo(2);
        assertThat(run("rebuild", "--partition", "3")).isEqualTo(2);
    }

    @Test
    void killingWhatDoesNotRunFailsAndSaysSo() {
        assertThat(run("kill", "kafka-1", "--data", data())).isEqualTo(1);
        assertThat(output.toString()).contains("kafka-1 does not run");
    }

    @Test
    void nothingIsThereBeforeTheFirstStart() {
        String nowhere = folder.resolve("nowhere").toString();

        assertThat(run("status", "--json", "--data", nowhere)).isZero();
        assertThat(run("down", "--data", nowhere)).isZero();
        assertThat(run("reset", "--yes", "--data", nowhere)).isZero();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void statusTellsWhatIsOnDisk() throws IOException {
        Files.createDirectories(folder.resolve("parts/kafka-1"));
        Files.write(folder.resolve("parts/kafka-1/segment"), new byte[3 << 20]);
        Files.createDirectories(folder.resolve("logs"));
        Files.write(folder.resolve("logs/kafka-1.log.1"), new byte[2 << 20]);

        assertThat(run("status", "--json", "--data", data())).isZero();
        assertThat(output.toString().replace(" ", "")).contains("\"name\":\"kafka-1\"", "\"diskKiB\":5120");
    }

    @Test
    void resetLeavesAFolderThatIsNoPlatformsAlone() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");

        assertThat(run("reset", "--yes", "--data", data())).isEqualTo(2);
        assertThat(precious).exists();
    }

    private String data() {
        return folder.toString();
    }

    private int run(String... arguments) {
        CommandLine line = FirstCome.commandLine();
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(output, true));
        return line.execute(arguments);
    }
}
