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
        description = "A crowd rushes a campaign of coupons through the gateway; then the log is judged.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every coupon was issued, everyone got an answer, every invariant holds",
            "1:not so",
            "2:wrong use"
        })
public final class Demo implements Callable<Integer> {
    private static final int USERS = 5_000;
    private static final int USERS_SMALL = 500;
    private static final int USERS_MAX = 50_000;

    /** So many users come in a second, unless a spread is given. */
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

    @Option(names = "--users", description = "how many rush; default 5000")
    private @Nullable Integer users;

    @Option(names = "--stock", description = "how many coupons there are; default a fifth of the users")
    private @Nullable Integer stock;

    @Option(names = "--seed", paramLabel = "HEX", description = "plays a rush again; default a new one")
    private @Nullable String seed;

    @Option(
            names = "--spread",
            paramLabel = "SECONDS",
            description = "over which time they come; default by their number")
    private @Nullable Integer spread;

    public static void main(String[] arguments) {
        Program.run(new Demo(), "The demo ended early", arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int crowd = users != null ? users : small ? USERS_SMALL : USERS;
        int coupons = stock != null ? stock : Math.max(1, crowd / 5);
        int seconds = spread != null ? spread : Math.max(4, crowd / USERS_PER_SECOND);
        require(crowd >= 1 && crowd <= USERS_MAX, "--users must be 1 to " + USERS_MAX);
        require(coupons >= 1 && coupons <= crowd, "--stock must be 1 to the number of users, so that all are taken");
        require(seconds >= 2 && seconds <= 600, "--spread must be 2 to 600");
        DemoPlan plan = new DemoPlan(crowd, coupons, Duration.ofSeconds(seconds), seed());
        return new DemoRun(described(), plan, System.out).run() ? 0 : 1;
    }

    private PlatformDescription described() {
        return Program.platform(spec, platform);
    }

    private long seed() {
        try {
            return seed == null ? new SecureRandom().nextInt() & 0xFFFF_FFFFL : Long.parseLong(seed, 16);
        } catch (NumberFormatException e) {
            throw wrong("--seed must be a hexadecimal number");
        }
    }

    private void require(boolean right, String otherwise) {
        if (!right) {
            throw wrong(otherwise);
        }
    }

    private ParameterException wrong(@Nullable String why) {
        return Program.wrong(spec, why);
    }
}
