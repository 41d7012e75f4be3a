package dev.firstcome.local.cli;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.local.LocalPlatform;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "promote",
        description = {
            "Lets a standby lead its shard, when the server that led is lost or is to be replaced.",
            "The one that leads is ended first if it runs, and becomes the standby; services find the new one by themselves. "
                    + "A standby that commits have not waited for is refused: it may lack payments that were acknowledged."
        },
        footer = {
            "",
            "Examples:",
            "  ./firstcome promote pg-1-replica-1                  it has all that was acknowledged",
            "  ./firstcome promote pg-1-replica-1 --accept-loss    the shard takes no payments until it is reconciled"
        })
final class Promote implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The standby, such as pg-1-replica-1.")
    private String name = "";

    @Option(
            names = "--accept-loss",
            description = "Also if it may lack what was acknowledged; the shard takes no new payments then, until the"
                    + " provider's list has been compared.")
    private boolean acceptLoss;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        LocalPlatform platform = data.platform();
        ShardPromoted promoted;
        try (ConsoleProgress progress = new ConsoleProgress(out, List.of())) {
            promoted = platform.promote(name, acceptLoss, progress);
        }
        out.println(name + " leads " + promoted.shard() + ": " + promoted.reason());
        if (!promoted.complete()) {
            out.println("It takes no new payments until the provider's list has been compared, which begins by itself;"
                    + " GET /ops/payments/shards says how far that is.");
        }
        out.flush();
        return 0;
    }
}
