package dev.firstcome.e2e.program;

import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.LocalFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How a program that runs beside a platform begins and ends. */
public final class Program {
    private Program() {}

    /**
     * Runs the command and ends the process with its exit code. What it throws is told with its causes, and is code 1.
     *
     * @param failed begins that line: what did not come to its end
     */
    public static void run(Callable<Integer> command, String failed, String[] arguments) {
        System.exit(new CommandLine(command)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failed + ": " + failure.getMessage());
                    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                        line.getErr().println("  because: " + cause);
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    /**
     * The platform that a file describes.
     *
     * @throws ParameterException if it describes none
     */
    public static PlatformDescription platform(@Nullable CommandSpec spec, Path file) {
        try {
            return PlatformDescription.read(file);
        } catch (LocalFailure missing) {
            throw wrong(spec, missing.getMessage());
        }
    }

    /** Wrong use, for this reason. */
    public static ParameterException wrong(@Nullable CommandSpec spec, @Nullable String why) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before the call");
        }
        return new ParameterException(spec.commandLine(), why);
    }
}
