package dev.firstcome.e2e.testrun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The commits of the project's repository, read with the git command. */
public final class GitHistory {
    private static final long TIMEOUT_SECONDS = 20;

    private final Path root;

    public GitHistory(Path root) {
        this.root = root;
    }

    /** The full id of HEAD. */
    public String head() throws IOException {
        return git("rev-parse", "HEAD").text();
    }

    /** Whether files other than documents differ from HEAD: then a result belongs to no commit. */
    public boolean hasUncommittedChanges() throws IOException {
        return !git("status", "--porcelain", "--", ".", ":!docs", ":!README.md", ":!CONTRIBUTING.md")
                .text()
                .isEmpty();
    }

    /** How many commits HEAD is ahead of this one; empty if HEAD does not descend from it or it is unknown here. */
    public OptionalInt commitsSince(String commit) throws IOException {
        if (git("merge-base", "--is-ancestor", commit, "HEAD").code() != 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                Integer.parseInt(git("rev-list", "--count", commit + "..HEAD").text()));
    }

    private record Result(int code, String text) {}

    private Result git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no answer within " + TIMEOUT_SECONDS + " s: " + String.join(" ", command));
            }
            return new Result(process.exitValue(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
        }
    }
}
