package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects the platform by the folder that contains its data. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder of the platform's data (default: .firstcome in the project).")
    private @Nullable Path data;

    Path folder() {
        return data == null
                ? ProjectRoot.find().path().resolve(".firstcome")
                : data.toAbsolutePath().normalize();
    }

    boolean exists() {
        return Files.isDirectory(folder());
    }

    LocalPlatform platform() {
        return LocalPlatform.open(folder());
    }
}
