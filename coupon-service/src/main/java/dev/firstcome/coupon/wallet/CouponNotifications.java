package dev.firstcome.coupon.wallet;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponResult;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.hashing.Hashes;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Notifies users of granted and revoked coupons. The outbox row is part of the transaction of the change. */
@Component
public final class CouponNotifications {
    private final Outbox outbox;
    private final Campaigns campaigns;

    CouponNotifications(Outbox outbox, Campaigns campaigns) {
        this.outbox = outbox;
        this.campaigns = campaigns;
    }

    /** The campaign's name. Called before the transaction, because the campaign may be on another shard. */
    public String campaignNameOf(UUID campaignId) {
        return campaigns
                .find(campaignId)
                .map(Campaign::terms)
                .map(Campaign.Terms::name)
                .orElse("");
    }

    /**
     * Requires an open transaction on the user's shard.
     *
     * @param reason the operator's message to the user; null: none
     */
    public void publish(
            MessageKind kind, CouponResult result, UUID couponId, String campaign, @Nullable String reason) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("campaign", campaign);
        details.put("couponId", couponId.toString());
        if (reason != null) {
            details.put("reason", reason);
        }
        Bucket bucket = BucketedIds.bucketOf(result.userId());
        UUID id = messageId(kind, result, couponId, bucket);
        outbox.append(new OutgoingEvent(
                bucket,
                Topics.USER_MESSAGES,
                result.userId().toString(),
                id,
                1,
                new UserMessage(id, result.userId(), kind, details, result.decidedAt()),
                result.decidedAt()));
    }

    /** A deterministic id, so that a wallet that is rebuilt publishes no duplicate message. */
    private static UUID messageId(MessageKind kind, CouponResult result, UUID couponId, Bucket bucket) {
        byte[] hash = Hashes.sha256(ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(couponId.getMostSignificantBits())
                .putLong(couponId.getLeastSignificantBits())
                .put((byte) kind.ordinal())
                .array());
        return BucketedIds.of(
                result.decidedAt().toEpochMilli(), bucket, ByteBuffer.wrap(hash).getLong());
    }
}
