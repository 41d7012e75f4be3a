package dev.firstcome.e2e.demo;

import dev.firstcome.e2e.program.Program;
import dev.firstcome.local.PlatformDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    private static final int USERS = 5_000;
    private static final int USERS_SMALL = 500;
    private static final int USERS_MAX = 50_000;

    /** The arrival rate that determines the default spread. */
    private static final int USERS_PER_SECOND = 125;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--platform",
            required = true,
            paramLabel = "FILE",
            description = "platform.json of a running platform")
    private Path platform = Path.of("");

    @Option(names = "--small", description = "100 coupons and 500 users")
    private boolean small;

    @Option(names = "--users", description = "number of users; default 5000")
    private @Nullable Integer users;

    @Option(names = "--stock", description = "number of coupons; default a fifth of the users")
    private @Nullable Integer stock;

    @Option(
            names = "--seed",
            paramLabel = "HEX",
            description = "seed of the arrival times, to repeat a run; default random")
    private @Nullable String seed;

    @Option(
            names = "--spread",
            paramLabel = "SECONDS",
            description = "time over which the users arrive; default proportional to their number")
    private @Nullable Integer spread;

    public static void main(String[] arguments) {
        Program.run(new Demo(), "The demo failed", arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int userCount = users != null ? users : small ? USERS_SMALL : USERS;
        int couponCount = stock != null ? stock : Math.max(1, userCount / 5);
        int seconds = spread != null ? spread : Math.max(4, userCount / USERS_PER_SECOND);
        require(userCount >= 1 && userCount <= USERS_MAX, "--users must be 1 to " + USERS_MAX);
        require(
                couponCount >= 1 && couponCount <= userCount,
                "--stock must be 1 to the number of users, so that every coupon can be issued");
        require(seconds >= 2 && seconds <= 600, "--spread must be 2 to 600");
        DemoPlan plan = new DemoPlan(userCount, couponCount, Duration.ofSeconds(seconds), seed());
        return new DemoRun(platformDescription(), plan, System.out).run() ? 0 : 1;
    }

    private PlatformDescription platformDescription() {
        return Program.platform(spec, platform);
    }

    private long seed() {
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
