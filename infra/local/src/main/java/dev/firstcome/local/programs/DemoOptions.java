package dev.firstcome.local.programs;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code ./firstcome demo}, with their bounds and defaults. */
public final class DemoOptions {
    public static final int USERS_MAX = 50_000;
    public static final int SPREAD_MIN_SECONDS = 2;
    public static final int SPREAD_MAX_SECONDS = 600;

    private static final int USERS = 5_000;
    private static final int USERS_SMALL = 500;
    private static final int USERS_PER_COUPON = 5;
    private static final int STOCK_SMALL = USERS_SMALL / USERS_PER_COUPON;

    /** The arrival rate that determines the default spread. */
    private static final int USERS_PER_SECOND = 125;

    private static final int DEFAULT_SPREAD_MIN_SECONDS = 4;

    @Option(
            names = "--small",
            description = "Simulate " + USERS_SMALL + " users and " + STOCK_SMALL
                    + " coupons, unless --users or --stock is given.")
    private boolean small;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "The number of users, 1 to " + USERS_MAX + " (default: " + USERS + ").")
    private @Nullable Integer users;

    @Option(
            names = "--stock",
            paramLabel = "N",
            description =
                    "The number of coupons, 1 to the number of users (default: 1 per " + USERS_PER_COUPON + " users).")
    private @Nullable Integer stock;

    @Option(
            names = "--spread",
            paramLabel = "SECONDS",
            description = "The time over which the users arrive, " + SPREAD_MIN_SECONDS + " to " + SPREAD_MAX_SECONDS
                    + " (default: 1 per " + USERS_PER_SECOND + " users, at least " + DEFAULT_SPREAD_MIN_SECONDS + ").")
    private @Nullable Integer spread;

    @Option(
            names = "--seed",
            paramLabel = "HEX",
            description = "The seed of the arrival times, to repeat a run (default: random).")
    private @Nullable String seed;

    public int users() {
        if (users != null) {
            return users;
        }
        return small ? USERS_SMALL : USERS;
    }

    public int stock() {
        return stock != null ? stock : Math.max(1, users() / USERS_PER_COUPON);
    }

    public int spreadSeconds() {
        return spread != null ? spread : Math.max(DEFAULT_SPREAD_MIN_SECONDS, users() / USERS_PER_SECOND);
    }

    /** The seed as given; null if it is random. */
    public @Nullable String seed() {
        return seed;
    }
}
