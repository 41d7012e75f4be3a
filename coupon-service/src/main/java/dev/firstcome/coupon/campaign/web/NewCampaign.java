package dev.firstcome.coupon.campaign.web;

import dev.firstcome.contracts.user.Segments;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Discount;
import dev.firstcome.platform.problems.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request body that creates a campaign. Unsupported values are rejected, never ignored. */
record NewCampaign(
        @Nullable String name,
        @Nullable Long stock,
        @Nullable Integer perUserLimit,
        @Nullable String mode,
        @Nullable Instant drawFrom,
        @Nullable Instant opensAt,
        @Nullable Instant closesAt,
        @Nullable List<String> segments,
        @Nullable Discount discount,
        @Nullable Integer validityDays,
        @Nullable String reason) {
    private static final long STOCK_MAX = 1_000_000_000;
    private static final int LIMIT_MAX = 100;
    private static final int NAME_MAX = 200;
    private static final int VALIDITY_MAX = 3_650;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** @throws ProblemException with the name of the first invalid field */
    Campaign.Terms terms() {
        check("name", isText(name, NAME_MAX), "1 to 200 characters, no control characters");
        boolean draw = "DRAW".equals(mode);
        check("mode", mode == null || mode.equals("FIFO") || draw, "must be FIFO or DRAW");
        check("drawFrom", draw == (drawFrom != null), "is required in mode DRAW and not allowed otherwise");
        List<String> groups = segments == null ? List.of() : segments;
        check("segments", Segments.areValid(groups, Segments.PER_CAMPAIGN_MAX), "at most 50, " + Segments.NAME_FORMAT);
        return new Campaign.Terms(
                require("name", name),
                range("stock", stock, STOCK_MAX),
                perUserLimit == null ? 1 : (int) range("perUserLimit", perUserLimit.longValue(), LIMIT_MAX),
                groups.stream().distinct().sorted().toList(),
                drawFrom == null ? null : time("drawFrom", drawFrom, Instant.EPOCH),
                time("opensAt", opensAt, drawFrom == null ? Instant.EPOCH : drawFrom.plusMillis(1)),
                time("closesAt", closesAt, opensAt == null ? Instant.EPOCH : opensAt.plusMillis(1)),
                valid(require("discount", discount)),
                (int) range("validityDays", validityDays == null ? null : validityDays.longValue(), VALIDITY_MAX));
    }

    private static Discount valid(Discount discount) {
        boolean isValid =
                switch (require("discount.type", discount.type())) {
                    case AMOUNT ->
                        discount.amount() != null
                                && discount.amount() >= 1
                                && discount.percent() == null
                                && discount.currency() != null
                                && Discount.isCurrency(discount.currency());
                    case PERCENT ->
                        discount.percent() != null
                                && discount.percent() >= 1
                                && discount.percent() <= 100
                                && discount.amount() == null
                                && discount.currency() == null;
                };
        check("discount", isValid, "AMOUNT with amount and an ISO 4217 currency, or PERCENT with percent (1 to 100)");
        return discount;
    }

    private static Instant time(String field, @Nullable Instant value, Instant earliest) {
        Instant time = require(field, value).truncatedTo(ChronoUnit.MILLIS);
        check(field, !time.isBefore(earliest), "not before " + earliest);
        check(field, time.isBefore(LATEST), "before " + LATEST);
        return time;
    }

    private static long range(String field, @Nullable Long value, long max) {
        long number = require(field, value);
        check(field, number >= 1 && number <= max, "1 to " + max);
        return number;
    }

    private static boolean isText(@Nullable String value, int max) {
        return value != null
                && !value.isBlank()
                && value.codePointCount(0, value.length()) <= max
                && value.codePoints().noneMatch(Character::isISOControl);
    }

    private static <T> T require(String field, @Nullable T value) {
        if (value == null) {
            throw ProblemException.invalid(field, "is missing");
        }
        return value;
    }

    private static void check(String field, boolean condition, String rule) {
        if (!condition) {
            throw ProblemException.invalid(field, rule);
        }
    }
}
