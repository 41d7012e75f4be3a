package dev.firstcome.coupon.rebuild;

import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.coupon.log.LogEntry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Other terms for one campaign, from its first record on. What is null stays as it was.
 *
 * @param rules version of the issuing rules
 * @param stock coupons to begin with
 * @param perUserLimit coupons that a user may get on request
 */
public record WhatIf(
        @Nullable Integer rules,
        @Nullable Long stock,
        @Nullable Integer perUserLimit) {
    public static final WhatIf NOTHING = new WhatIf(null, null, null);

    /** The entry as these terms would have it. */
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
