package dev.firstcome.local.cli.platform;

import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.cli.console.ConsoleProgress;
import dev.firstcome.local.cli.option.DataOption;
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
            "Makes a standby the primary of its shard, after the primary was lost or to replace it.",
            "A running primary is stopped first and becomes the standby. Services reconnect to the new primary by"
                    + " themselves. A standby without synchronous replication is refused, because it may lack"
                    + " acknowledged payments."
        },
        footer = {
            "",
            "Examples:",
            "  ./firstcome promote pg-1-replica-1                  only if it has all acknowledged commits",
            "  ./firstcome promote pg-1-replica-1 --accept-loss    no new payments until it is reconciled"
        })
public final class Promote implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The name of the standby, such as pg-1-replica-1.")
    private String name = "";

    @Option(
            names = "--accept-loss",
            description = "Promote it even if it may lack acknowledged commits. The shard then accepts no new payments"
                    + " until it is reconciled with the payment provider.")
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
        out.println(name + " is the primary of " + promoted.shard() + ": " + promoted.reason());
        if (!promoted.complete()) {
            out.println(
                    "The shard accepts no new payments until it is reconciled with the payment provider. That starts by"
                            + " itself; GET /ops/payments/shards shows its progress.");
        }
        out.flush();
        return 0;
    }
}
