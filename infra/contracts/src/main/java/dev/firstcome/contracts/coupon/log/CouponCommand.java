package dev.firstcome.contracts.coupon.log;

/**
 * A record of the coupon log that changes a campaign. A command is decided once per campaign and command id: DONE or
 * REFUSED at its offset.
 */
public sealed interface CouponCommand extends CouponRecord
        permits CampaignScheduled,
                CampaignOpened,
                StockAdded,
                IssuingPaused,
                IssuingResumed,
                CampaignClosed,
                CouponGranted,
                CouponRevoked,
                UserBlocked,
                RulesActivated,
                DrawRevealed,
                CampaignPurged {
    String commandId();
}
