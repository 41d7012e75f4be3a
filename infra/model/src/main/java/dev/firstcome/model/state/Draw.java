package dev.firstcome.model.state;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.model.hashing.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The draw of a campaign. It orders the requests before the opening by a seed that is revealed afterwards.
 *
 * @param from the start of the acceptance of tickets, in milliseconds since 1970
 * @param seedHash SHA-256 of the seed's bytes, in lower-case hex
 */
public record Draw(long from, String seedHash) {
    private static final int SEED_BYTES = 32;
    private static final Pattern SEED = Pattern.compile("[0-9a-f]{64}");

    /** Returns null if the campaign has no draw. */
    public static @Nullable Draw of(CampaignScheduled command) {
        return command.mode() == CampaignMode.DRAW && command.drawFrom() != null && command.seedHash() != null
                ? new Draw(command.drawFrom().toEpochMilli(), command.seedHash())
                : null;
    }

    public static boolean possible(CampaignScheduled command) {
        Instant from = command.drawFrom();
        return from != null
                && !from.isBefore(Instant.EPOCH)
                && from.isBefore(command.opensAt())
                && from.toEpochMilli() < command.opensAt().toEpochMilli()
                && command.seedHash() != null
                && SEED.matcher(command.seedHash()).matches();
    }

    public boolean isSeed(String text) {
        return SEED.matcher(text).matches()
                && HexFormat.of()
                        .formatHex(Sha256.of(HexFormat.of().parseHex(text)))
                        .equals(seedHash);
    }

    /** Returns the order in which the tickets of users are decided. */
    public static Comparator<UUID> order(String seed, UUID campaignId) {
        return Comparator.comparing(user -> rank(seed, campaignId, user));
    }

    private static String rank(String seed, UUID campaignId, UUID user) {
        byte[] all = ByteBuffer.allocate(SEED_BYTES + 4 * Long.BYTES)
                .put(HexFormat.of().parseHex(seed))
                .putLong(campaignId.getMostSignificantBits())
                .putLong(campaignId.getLeastSignificantBits())
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array();
        return HexFormat.of().formatHex(Sha256.of(all));
    }
}
