package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.program.Program;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.programs.DemoOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code ./firstcome demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Simulates a flash sale: users request coupons of one campaign through the gateway, then the verifier"
                        + " checks all invariants.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every coupon was issued, every accepted request got an outcome, and every invariant holds",
            "1:one of these conditions failed",
            "2:invalid arguments"
        })
public final class Demo implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Mixin
    private DemoOptions options = new DemoOptions();

    public static void main(String[] arguments) {
        Program.run(new Demo(), "The demo failed", arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int users = options.users();
        int stock = options.stock();
        int seconds = options.spreadSeconds();
        require(users >= 1 && users <= DemoOptions.USERS_MAX, "--users must be 1 to " + DemoOptions.USERS_MAX);
        require(
                stock >= 1 && stock <= users,
                "--stock must be 1 to the number of users, so that every coupon can be issued");
        require(
                seconds >= DemoOptions.SPREAD_MIN_SECONDS && seconds <= DemoOptions.SPREAD_MAX_SECONDS,
                "--spread must be " + DemoOptions.SPREAD_MIN_SECONDS + " to " + DemoOptions.SPREAD_MAX_SECONDS);
        DemoPlan plan = new DemoPlan(users, stock, Duration.ofSeconds(seconds), seed());
        return new DemoRun(platformDescription(), plan, System.out).run() ? 0 : 1;
    }

    private PlatformDescription platformDescription() {
        return Program.platform(spec, platform);
    }

    private long seed() {
        String seed = options.seed();
        try {
            return seed == null ? new SecureRandom().nextInt() & 0xFFFF_FFFFL : Long.parseLong(seed, 16);
        } catch (NumberFormatException e) {
            throw usageError("--seed must be a hexadecimal number");
        }
    }

    private void require(boolean valid, String message) {
        if (!valid) {
            throw usageError(message);
        }
    }

    private ParameterException usageError(@Nullable String message) {
        return Program.usageError(spec, message);
    }
}
