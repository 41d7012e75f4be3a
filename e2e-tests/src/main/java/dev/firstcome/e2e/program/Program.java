package dev.firstcome.e2e.program;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.LocalPlatformException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Common start and error handling of the command-line programs that use a running platform. */
public final class Program {
    private Program() {}

    /**
     * Runs the command and exits the process with its exit code. An exception is printed with its causes
     * and results in exit code 1.
     *
     * @param failureMessage the start of the printed error line
     */
    public static void run(Callable<Integer> command, String failureMessage, String[] arguments) {
        System.exit(new CommandLine(command)
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    line.getErr().println(failureMessage + ": " + exception.getMessage());
                    for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
                        line.getErr().println("  caused by: " + cause);
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    /**
     * Reads the platform description from a file.
     *
     * @throws ParameterException if the file is missing or invalid
     */
    public static PlatformDescription platform(@Nullable CommandSpec spec, Path file) {
        try {
            return PlatformDescription.read(file);
        } catch (LocalPlatformException failure) {
            throw usageError(spec, failure.getMessage());
        }
    }

    /** A usage error with this message, for picocli. */
    public static ParameterException usageError(@Nullable CommandSpec spec, @Nullable String message) {
        if (spec == null) {
            throw new IllegalStateException("picocli must inject the spec before the command runs");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
