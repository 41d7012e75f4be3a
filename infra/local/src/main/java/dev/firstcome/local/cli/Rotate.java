package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.service.ServiceProperties;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        description = {
            "Makes new credentials.",
            "NAME is a service: its passwords for Kafka, Redis and Postgres and the key by which it calls others; it is "
                    + "restarted, and the old ones are refused; the coupon service signs proofs with a new key, and old proofs "
                    + "stay good. Or it is user-tokens: a new key signs users' tokens, "
                    + "nothing is restarted, and tokens that the old key has signed stay good until they expire."
        })
final class Rotate implements Callable<Integer> {
    private static final String USER_TOKENS = "user-tokens";

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "A service, or user-tokens.")
    private String name = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        LocalPlatform platform = data.platform();
        if (name.equals(USER_TOKENS)) {
            out.printf(
                    "The key %s signs users' tokens in %d s%n",
                    platform.rotateTokenKeys(), ServiceProperties.TOKEN_KEY_SIGNS_AFTER.toSeconds());
        } else {
            platform.rotate(name);
            out.println(name + " has new credentials; the old ones are refused");
        }
        out.flush();
        return 0;
    }
}
