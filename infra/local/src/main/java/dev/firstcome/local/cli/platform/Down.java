package dev.firstcome.local.cli.platform;

import dev.firstcome.local.AotCacheBuilder;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.cli.option.DataOption;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "down", description = "Stops all processes gracefully, services first. The data remains.")
public final class Down implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!data.exists()) {
            out.println("No platform exists in " + data.folder());
            return 0;
        }
        LocalPlatform platform = data.platform();
        long running = platform.processes().running().stream()
                .filter(part -> !part.name().equals(AotCacheBuilder.NAME))
                .count();
        platform.down();
        out.println("Stopped " + running + " processes. The data remains in " + data.folder());
        return 0;
    }
}
