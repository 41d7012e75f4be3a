package dev.firstcome.local.cli.platform;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Prints the end of the log of one process.",
        footer = {"", "Example: ./firstcome logs coupon-service -f"})
public final class Logs implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The name of the process, as `./firstcome status` shows it.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing what is appended to the log.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "The number of lines (default: ${DEFAULT-VALUE}).")
    private int lines = 100;

    @Override
    public Integer call() throws InterruptedException {
        LocalPlatform platform = data.platform();
        if (platform.parts().stream().noneMatch(part -> part.name().equals(name))) {
            throw LocalPlatformException.wrongUse("No process is named " + name + "; `./firstcome status` lists all");
        }
        Path log = platform.layout().log(name);
        if (!Files.exists(log)) {
            throw LocalPlatformException.failed(name + " has no log yet: " + log + " does not exist");
        }
        try {
            return new ProcessBuilder("tail", "-n", Integer.toString(lines), follow ? "-F" : "-q", log.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw LocalPlatformException.machineLacks("Cannot print " + log + ": `tail` is not installed");
        }
    }
}
