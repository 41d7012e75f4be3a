package dev.firstcome.coupon.compensation;

import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.CouponGranted;
import dev.firstcome.contracts.coupon.CouponRevoked;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignLine;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.fold.CouponIds;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.coupon.wallet.Coupon;
import dev.firstcome.coupon.wallet.Coupons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Grants coupons outside stock and sequence, and takes coupons back. Each is a record of the campaign's line for each
 * user, and happens once, however often it is asked for: a grant by its id and user, a revocation by its coupon.
 */
@Service
public final class Compensation {
    private static final int USERS_AT_ONCE = 500;

    private final Campaigns campaigns;
    private final Coupons coupons;
    private final Rebuilds rebuilds;
    private final CampaignLine line;

    Compensation(Campaigns campaigns, Coupons coupons, Rebuilds rebuilds, CampaignLine line) {
        this.campaigns = campaigns;
        this.coupons = coupons;
        this.rebuilds = rebuilds;
        this.line = line;
    }

    /** What became of one user's part. */
    public enum Fate {
        DONE,
        /** It was done before. */
        REPEATED,
        /** The user is blocked in this campaign. */
        REFUSED
    }

    /** @param couponId null where there is no coupon, or only that of an earlier call */
    public record Item(UUID userId, Fate fate, @Nullable UUID couponId) {}

    /** What became of the call. */
    public sealed interface Answer {
        /** @param next behind which user it goes on; null: that was all */
        record Decided(List<Item> items, @Nullable UUID next) implements Answer {}

        /** There is no such rebuild of the campaign's partition, or it has not ended yet. */
        record NoDifference() implements Answer {}

        record UnknownCampaign() implements Answer {}

        /** These are no coupons of the campaign, or in no wallet yet. Nothing was done. */
        record UnknownCoupons(Set<UUID> couponIds) implements Answer {}
    }

    /**
     * @param message what the users are told of the reason; null: nothing
     * @throws FoldUnavailable if not all is decided in time; the call may be repeated under the same grant id
     */
    public Answer grant(UUID campaignId, String grantId, Set<UUID> users, @Nullable String message) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Answer.UnknownCampaign();
        }
        List<CouponGranted> grants = users.stream()
                .map(user -> new CouponGranted(campaignId, "GRANT:" + grantId + ":" + user, grantId, user, message))
                .toList();
        return decided(campaign, grants, null);
    }

    /** The id under which a rebuild's difference is granted. */
    public static String grantIdOf(UUID rebuildId) {
        return "REBUILD:" + rebuildId;
    }

    /**
     * Gives users of the campaign what a rebuild's difference says that they should have beyond what they were told, some
     * hundreds at a call.
     *
     * @param after behind which user it goes on; null: from the first
     * @param message what the users are told of the reason; null: nothing
     * @throws FoldUnavailable if not all is decided in time; the call may be repeated
     */
    public Answer grantDifference(UUID campaignId, UUID rebuildId, @Nullable UUID after, @Nullable String message) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Answer.UnknownCampaign();
        }
        boolean known = rebuilds.find(rebuildId)
                .filter(rebuild -> rebuild.wish().partition() == campaign.partition())
                .filter(rebuild -> rebuild.state() != RebuildState.RUNNING)
                .isPresent();
        if (!known) {
            return new Answer.NoDifference();
        }
        List<Rebuilds.Wronged> some = rebuilds.wronged(rebuildId, campaignId, after, USERS_AT_ONCE);
        List<CouponGranted> grants = new ArrayList<>();
        for (Rebuilds.Wronged user : some) {
            for (int coupon = 1; coupon <= user.coupons(); coupon++) {
                String grantId = grantIdOf(rebuildId) + (coupon == 1 ? "" : ":" + coupon);
                String command = "GRANT:" + grantId + ":" + user.userId();
                grants.add(new CouponGranted(campaignId, command, grantId, user.userId(), message));
            }
        }
        UUID next = some.size() < USERS_AT_ONCE ? null : some.getLast().userId();
        return grants.isEmpty() ? new Answer.Decided(List.of(), null) : decided(campaign, grants, next);
    }

    /**
     * @param message what the owners are told of the reason; null: nothing
     * @throws FoldUnavailable if not all is decided in time; the call may be repeated
     */
    public Answer revoke(UUID campaignId, Set<UUID> couponIds, @Nullable String message) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Answer.UnknownCampaign();
        }
        Map<UUID, Coupon> known = coupons.findAll(couponIds).stream()
                .filter(coupon -> coupon.campaignId().equals(campaignId))
                .collect(Collectors.toMap(Coupon::id, Function.identity()));
        Set<UUID> unknown = new TreeSet<>(couponIds);
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            return new Answer.UnknownCoupons(unknown);
        }
        List<CouponRevoked> revocations = known.values().stream()
                .map(coupon ->
                        new CouponRevoked(campaignId, "REVOKE:" + coupon.id(), coupon.id(), coupon.userId(), message))
                .toList();
        return decided(campaign, revocations, null);
    }

    private Answer decided(Campaign campaign, List<? extends CouponCommand> commands, @Nullable UUID next) {
        List<Outcome> outcomes = line.decide(campaign, commands);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            items.add(item(commands.get(i), outcomes.get(i)));
        }
        return new Answer.Decided(items, next);
    }

    private static Item item(CouponCommand command, Outcome outcome) {
        Fate fate =
                switch (outcome.code()) {
                    case GRANTED, TAKEN_BACK -> Fate.DONE;
                    case DONE -> Fate.REPEATED;
                    default -> Fate.REFUSED;
                };
        return switch (command) {
            case CouponGranted grant -> {
                UUID couponId = fate == Fate.DONE
                        ? CouponIds.granted(grant.campaignId(), outcome.number(), grant.userId())
                        : null;
                yield new Item(grant.userId(), fate, couponId);
            }
            case CouponRevoked revoked -> new Item(revoked.userId(), fate, revoked.couponId());
            default -> throw new IllegalStateException(command + " compensates nobody");
        };
    }
}
