package dev.firstcome.local.cli.platform;

import dev.firstcome.local.SharedInfrastructure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "keep-infrastructure", hidden = true, description = "Runs the infrastructure of a build's tests.")
public final class KeepInfrastructure implements Callable<Integer> {
    @Option(names = "--owner", required = true, description = "The process id of the build.")
    private long owner;

    @Option(names = "--data", required = true, description = "The folder of its data.")
    private Path data = Path.of("");

    @Override
    public Integer call() {
        SharedInfrastructure.keep(owner, data);
        return 0;
    }
}
