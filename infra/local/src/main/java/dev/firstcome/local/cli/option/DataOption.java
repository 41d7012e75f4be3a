package dev.firstcome.local.cli.option;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects the platform by the folder that contains its data. */
public final class DataOption {
    public static final String NAME = "--data";
    static final String VARIABLE = "FIRSTCOME_DATA";

    @Option(
            names = NAME,
            paramLabel = "DIR",
            description = "The folder of the platform's data (default: the environment variable " + VARIABLE
                    + ", or else .firstcome in the project).")
    private @Nullable Path data;

    public Path folder() {
        return folder(data, System.getenv(VARIABLE));
    }

    /** The given folder, or else the folder that the variable names, or else the default. */
    public static Path folder(@Nullable Path given, @Nullable String variable) {
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        return variable == null || variable.isBlank()
                ? ProjectRoot.find().path().resolve(".firstcome")
                : Path.of(variable).toAbsolutePath().normalize();
    }

    public boolean exists() {
        return Files.isDirectory(folder());
    }

    public LocalPlatform platform() {
        return LocalPlatform.open(folder());
    }
}
