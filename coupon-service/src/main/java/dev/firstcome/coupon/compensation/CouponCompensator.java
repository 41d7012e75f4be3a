package dev.firstcome.coupon.compensation;

import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignCommandLog;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.hashing.CouponIds;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
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
 * Grants coupons outside stock and sequence, and revokes coupons. Each grant or revocation is one log record per user.
 * Commands are idempotent: a grant is identified by grant id and user, a revocation by its coupon.
 */
@Service
public final class CouponCompensator {
    private static final int USERS_PER_CALL = 500;

    private final Campaigns campaigns;
    private final Coupons coupons;
    private final Rebuilds rebuilds;
    private final CampaignCommandLog commandLog;

    CouponCompensator(Campaigns campaigns, Coupons coupons, Rebuilds rebuilds, CampaignCommandLog commandLog) {
        this.campaigns = campaigns;
        this.coupons = coupons;
        this.rebuilds = rebuilds;
        this.commandLog = commandLog;
    }

    /** The outcome of one user's grant or revocation. */
    public enum ItemOutcome {
        DONE,
        /** An earlier call has already applied it. */
        REPEATED,
        /** The user is blocked in this campaign. */
        REFUSED
    }

    /** @param couponId null for a grant that issued no coupon in this call */
    public record Item(
            UUID userId, ItemOutcome outcome, @Nullable UUID couponId) {}

    /** Result of a call. */
    public sealed interface Result {
        /** @param next the cursor of the next call; null after the last user */
        record Decided(List<Item> items, @Nullable UUID next) implements Result {}

        /** The campaign's partition has no such rebuild, or the rebuild is still running. */
        record NoDifference() implements Result {}

        record UnknownCampaign() implements Result {}

        /** These coupons do not belong to the campaign or are not in a wallet yet. No coupon was revoked. */
        record UnknownCoupons(Set<UUID> couponIds) implements Result {}
    }

    /**
     * @param message shown to the users in the notification; null: none
     * @throws PartitionStateUnavailableException if some commands are not decided in time; the call can be retried with
     *     the same grant id
     */
    public Result grant(UUID campaignId, String grantId, Set<UUID> users, @Nullable String message) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Result.UnknownCampaign();
        }
        List<CouponGranted> grants = users.stream()
                .map(user -> new CouponGranted(campaignId, "GRANT:" + grantId + ":" + user, grantId, user, message))
                .toList();
        return execute(campaign, grants, null);
    }

    /** The grant id for the missing coupons that a rebuild found. */
    public static String grantIdOf(UUID rebuildId) {
        return "REBUILD:" + rebuildId;
    }

    /**
     * Grants the coupons that a rebuild found missing from the published results, up to {@link #USERS_PER_CALL} users
     * per call.
     *
     * @param after the last user of the previous call; null for the first call
     * @param message shown to the users in the notification; null: none
     * @throws PartitionStateUnavailableException if some commands are not decided in time; the call can be retried
     */
    public Result grantDifference(UUID campaignId, UUID rebuildId, @Nullable UUID after, @Nullable String message) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Result.UnknownCampaign();
        }
        boolean known = rebuilds.find(rebuildId)
                .filter(rebuild -> rebuild.request().partition() == campaign.partition())
                .filter(rebuild -> rebuild.state() != RebuildState.RUNNING)
                .isPresent();
        if (!known) {
            return new Result.NoDifference();
        }
        List<Rebuilds.MissingCoupons> page = rebuilds.missingCoupons(rebuildId, campaignId, after, USERS_PER_CALL);
        List<CouponGranted> grants = new ArrayList<>();
        for (Rebuilds.MissingCoupons user : page) {
            for (int coupon = 1; coupon <= user.coupons(); coupon++) {
                String grantId = grantIdOf(rebuildId) + (coupon == 1 ? "" : ":" + coupon);
                String command = "GRANT:" + grantId + ":" + user.userId();
                grants.add(new CouponGranted(campaignId, command, grantId, user.userId(), message));
            }
        }
        UUID next = page.size() < USERS_PER_CALL ? null : page.getLast().userId();
        return grants.isEmpty() ? new Result.Decided(List.of(), null) : execute(campaign, grants, next);
    }

    /**
     * @param message shown to the owners in the notification; null: none
     * @throws PartitionStateUnavailableException if some commands are not decided in time; the call can be retried
     */
    public Result revoke(UUID campaignId, Set<UUID> couponIds, @Nullable String message) {
        Campaign campaign = campaigns.find(campaignId).orElse(null);
        if (campaign == null) {
            return new Result.UnknownCampaign();
        }
        Map<UUID, Coupon> known = coupons.findAll(couponIds).stream()
                .filter(coupon -> coupon.campaignId().equals(campaignId))
                .collect(Collectors.toMap(Coupon::id, Function.identity()));
        Set<UUID> unknown = new TreeSet<>(couponIds);
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            return new Result.UnknownCoupons(unknown);
        }
        List<CouponRevoked> revocations = known.values().stream()
                .map(coupon ->
                        new CouponRevoked(campaignId, "REVOKE:" + coupon.id(), coupon.id(), coupon.userId(), message))
                .toList();
        return execute(campaign, revocations, null);
    }

    private Result execute(Campaign campaign, List<? extends CouponCommand> commands, @Nullable UUID next) {
        List<Outcome> outcomes = commandLog.execute(campaign, commands);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            items.add(item(commands.get(i), outcomes.get(i)));
        }
        return new Result.Decided(items, next);
    }

    private static Item item(CouponCommand command, Outcome outcome) {
        ItemOutcome itemOutcome =
                switch (outcome.code()) {
                    case GRANTED, REVOKED -> ItemOutcome.DONE;
                    case DONE -> ItemOutcome.REPEATED;
                    default -> ItemOutcome.REFUSED;
                };
        return switch (command) {
            case CouponGranted grant -> {
                UUID couponId = itemOutcome == ItemOutcome.DONE
                        ? CouponIds.granted(grant.campaignId(), outcome.number(), grant.userId())
                        : null;
                yield new Item(grant.userId(), itemOutcome, couponId);
            }
            case CouponRevoked revoked -> new Item(revoked.userId(), itemOutcome, revoked.couponId());
            default -> throw new IllegalStateException("neither a grant nor a revocation: " + command);
        };
    }
}
