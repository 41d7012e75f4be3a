package dev.firstcome.e2e.scenarios;

import dev.firstcome.local.layout.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the {@code ./firstcome} command line in a separate process and waits for its end. */
final class CommandLine {
    private static final long BOUND_SECONDS = 60;

    private CommandLine() {}

    /** The exit code and the combined output of the process. */
    record Result(int exitCode, String output) {}

    static Result run(String... arguments) throws IOException, InterruptedException {
        ProjectRoot root = ProjectRoot.find();
        List<String> command = new ArrayList<>(List.of(
                ProjectRoot.java().toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfirstcome.root=" + root.path(),
                "-cp",
                root.classPath("infra/local"),
                "dev.firstcome.local.cli.FirstCome"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(List.of(arguments) + " did not exit in time: " + output);
        }
        return new Result(process.exitValue(), output);
    }
}
