package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.layout.LocalFailure;
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
        description = "Shows the end of a part's log.",
        footer = {"", "Example: ./firstcome logs coupon-service -f"})
final class Logs implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The part's name, as `status` shows it.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines (default: ${DEFAULT-VALUE}).")
    private int lines = 100;

    @Override
    public Integer call() throws InterruptedException {
        LocalPlatform platform = data.platform();
        if (platform.parts().stream().noneMatch(part -> part.name().equals(name))) {
            throw LocalFailure.wrongUse("No part is called " + name + "; `status` shows them");
        }
        Path log = platform.layout().log(name);
        if (!Files.exists(log)) {
            throw LocalFailure.failed(name + " has no log yet: " + log + " is not there");
        }
        try {
            return new ProcessBuilder("tail", "-n", Integer.toString(lines), follow ? "-F" : "-q", log.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw LocalFailure.machineLacks("There is no `tail` to show " + log + " with");
        }
    }
}
