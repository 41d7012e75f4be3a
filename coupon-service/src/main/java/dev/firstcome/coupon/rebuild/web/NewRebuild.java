package dev.firstcome.coupon.rebuild.web;

import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.WhatIf;
import dev.firstcome.platform.problems.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a rebuild.
 *
 * @param rules with WHAT_IF: another version of the issuing rules
 * @param stock with WHAT_IF: so many coupons to begin with
 * @param perUserLimit with WHAT_IF: so many coupons for each user
 * @param reason why; for the audit trail
 */
record NewRebuild(
        @Nullable RebuildMode mode,
        @Nullable Integer rules,
        @Nullable Long stock,
        @Nullable Integer perUserLimit,
        @Nullable String reason) {
    private static final int RULES_MAX = 65_535;
    private static final long STOCK_MAX = 1_000_000_000;
    private static final int LIMIT_MAX = 100;

    /** @param ofCampaign whether it tells of one campaign, which other terms can be for */
    RebuildMode checkedMode(boolean ofCampaign) {
        if (mode == null) {
            throw ProblemException.invalid("mode", "VERIFY, SWAP or WHAT_IF");
        }
        if (mode == RebuildMode.WHAT_IF && !ofCampaign) {
            throw ProblemException.invalid("mode", "other terms are for one campaign, not for a partition");
        }
        return mode;
    }

    WhatIf checkedTerms() {
        WhatIf terms = new WhatIf(rules, stock, perUserLimit);
        if (mode != RebuildMode.WHAT_IF) {
            if (!terms.equals(WhatIf.NOTHING)) {
                throw ProblemException.invalid("mode", "rules, stock and perUserLimit go with WHAT_IF");
            }
            return terms;
        }
        if (terms.equals(WhatIf.NOTHING)) {
            throw ProblemException.invalid("mode", "WHAT_IF needs rules, stock or perUserLimit");
        }
        check("rules", rules == null ? null : rules.longValue(), RULES_MAX);
        check("stock", stock, STOCK_MAX);
        check("perUserLimit", perUserLimit == null ? null : perUserLimit.longValue(), LIMIT_MAX);
        return terms;
    }

    private static void check(String field, @Nullable Long value, long max) {
        if (value != null && (value < 1 || value > max)) {
            throw ProblemException.invalid(field, "1 to " + max);
        }
    }
}
