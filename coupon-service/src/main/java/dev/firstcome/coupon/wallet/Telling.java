package dev.firstcome.coupon.wallet;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.CouponResult;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.fold.Hashes;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.OutgoingEvent;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells users what an operator did with their coupons: by the outbox, in the transaction that does it. */
@Component
public final class Telling {
    private final Outbox outbox;
    private final Campaigns campaigns;

    Telling(Outbox outbox, Campaigns campaigns) {
        this.outbox = outbox;
        this.campaigns = campaigns;
    }

    /** The campaign's name, to be looked up before the transaction, since it may be in another shard. */
    public String nameOf(UUID campaignId) {
        return campaigns
                .find(campaignId)
                .map(Campaign::terms)
                .map(Campaign.Terms::name)
                .orElse("");
    }

    /**
     * In the transaction that is open on the user's shard.
     *
     * @param why an operator's words; null: none
     */
    public void tell(MessageKind kind, CouponResult of, UUID couponId, String campaign, @Nullable String why) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("campaign", campaign);
        details.put("couponId", couponId.toString());
        if (why != null) {
            details.put("why", why);
        }
        Bucket bucket = BucketedIds.bucketOf(of.userId());
        UUID id = messageId(kind, of, couponId, bucket);
        outbox.append(new OutgoingEvent(
                bucket,
                Topics.USER_MESSAGES,
                of.userId().toString(),
                id,
                1,
                new UserMessage(id, of.userId(), kind, details, of.decidedAt()),
                of.decidedAt()));
    }

    /** A function of what is told, so that it is told once, also by a wallet that is made anew. */
    private static UUID messageId(MessageKind kind, CouponResult of, UUID couponId, Bucket bucket) {
        byte[] hash = Hashes.sha256(ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(couponId.getMostSignificantBits())
                .putLong(couponId.getLeastSignificantBits())
                .put((byte) kind.ordinal())
                .array());
        return BucketedIds.of(
                of.decidedAt().toEpochMilli(), bucket, ByteBuffer.wrap(hash).getLong());
    }
}
