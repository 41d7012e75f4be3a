package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.coupon.log.LogEntry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Other terms of one campaign, from its first record on. A null field keeps the original value.
 *
 * @param rules version of the issuing rules
 * @param stock the initial stock
 * @param perUserLimit maximum number of requested coupons per user
 */
public record WhatIfTerms(
        @Nullable Integer rules,
        @Nullable Long stock,
        @Nullable Integer perUserLimit) {
    public static final WhatIfTerms UNCHANGED = new WhatIfTerms(null, null, null);

    /** Returns the entry with these terms. */
    LogEntry amend(LogEntry entry, @Nullable UUID campaignId) {
        return entry.record() instanceof CampaignScheduled first
                        && first.campaignId().equals(campaignId)
                ? new LogEntry(entry.offset(), entry.timeMillis(), amended(first))
                : entry;
    }

    private CampaignScheduled amended(CampaignScheduled first) {
        return new CampaignScheduled(
                first.campaignId(),
                first.commandId(),
                rules == null ? first.rules() : rules,
                stock == null ? first.stock() : stock,
                perUserLimit == null ? first.perUserLimit() : perUserLimit,
                first.mode(),
                first.drawFrom(),
                first.opensAt(),
                first.closesAt(),
                first.segments(),
                first.seedHash());
    }
}
