package dev.firstcome.contracts.coupon;

/**
 * A record that changes a campaign rather than asks for a coupon. It carries an id, by which the fold decides it once
 * per campaign: DONE or REFUSED at its offset.
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
                CampaignForgotten {
    String commandId();
}
