package dev.firstcome.local.cli.platform;

import dev.firstcome.local.AotCacheBuilder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "make-caches", hidden = true, description = "Builds the missing AOT caches.")
public final class BuildAotCaches implements Callable<Integer> {
    @Option(names = "--scratch", required = true, description = "A folder for temporary files, emptied afterwards.")
    private Path scratch = Path.of("");

    @Option(
            names = "--binaries",
            required = true,
            description = "The folder of the platform's Postgres and Redis binaries.")
    private Path binaries = Path.of("");

    @Override
    public Integer call() {
        AotCacheBuilder.run(scratch, binaries);
        return 0;
    }
}
