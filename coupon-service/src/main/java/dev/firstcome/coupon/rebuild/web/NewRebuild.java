package dev.firstcome.coupon.rebuild.web;

import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.WhatIfTerms;
import dev.firstcome.platform.problems.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The request body of a rebuild.
 *
 * @param rules WHAT_IF only: another version of the issuing rules
 * @param stock WHAT_IF only: another initial stock
 * @param perUserLimit WHAT_IF only: another limit of coupons per user
 * @param reason for the audit trail only
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

    /** @param ofCampaign whether the rebuild is limited to one campaign; required for WHAT_IF */
    RebuildMode checkedMode(boolean ofCampaign) {
        if (mode == null) {
            throw ProblemException.invalid("mode", "VERIFY, SWAP or WHAT_IF");
        }
        if (mode == RebuildMode.WHAT_IF && !ofCampaign) {
            throw ProblemException.invalid("mode", "WHAT_IF is supported for a campaign only, not for a partition");
        }
        return mode;
    }

    WhatIfTerms checkedTerms() {
        WhatIfTerms terms = new WhatIfTerms(rules, stock, perUserLimit);
        if (mode != RebuildMode.WHAT_IF) {
            if (!terms.equals(WhatIfTerms.UNCHANGED)) {
                throw ProblemException.invalid("mode", "rules, stock and perUserLimit require WHAT_IF");
            }
            return terms;
        }
        if (terms.equals(WhatIfTerms.UNCHANGED)) {
            throw ProblemException.invalid("mode", "WHAT_IF requires rules, stock or perUserLimit");
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
