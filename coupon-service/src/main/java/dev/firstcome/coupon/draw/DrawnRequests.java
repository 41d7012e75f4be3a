package dev.firstcome.coupon.draw;

import dev.firstcome.coupon.hashing.DrawAlgorithm;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Orders the tickets of a draw by their rank. Holds all tickets in primitive arrays, which need 68 bytes per ticket;
 * objects would need three times as much memory.
 */
public final class DrawnRequests implements DeferredRequests {
    private final byte[] ranks;
    private final long[] offsets;
    private final long[] users;
    private final long[] arrivals;
    private final int[] order;

    /** @param tickets all tickets, in any order */
    public DrawnRequests(String seed, UUID campaignId, int count, Iterable<DeferredRequest> tickets) {
        ranks = new byte[count * DrawAlgorithm.RANK_BYTES];
        offsets = new long[count];
        users = new long[2 * count];
        arrivals = new long[count];
        byte[] seedBytes = HexFormat.of().parseHex(seed);
        int next = 0;
        for (DeferredRequest ticket : tickets) {
            UUID user = ticket.userId();
            byte[] rank = DrawAlgorithm.rank(seedBytes, campaignId, user);
            System.arraycopy(rank, 0, ranks, next * DrawAlgorithm.RANK_BYTES, DrawAlgorithm.RANK_BYTES);
            offsets[next] = ticket.offset();
            users[2 * next] = user.getMostSignificantBits();
            users[2 * next + 1] = user.getLeastSignificantBits();
            arrivals[next] = ticket.arrival();
            next++;
        }
        if (next != count) {
            throw new IllegalStateException("expected %d tickets but found %d".formatted(count, next));
        }
        Comparator<Integer> byRank = this::compareRanks;
        order = IntStream.range(0, count)
                .boxed()
                .sorted(byRank)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int compareRanks(int left, int right) {
        int leftStart = left * DrawAlgorithm.RANK_BYTES;
        int rightStart = right * DrawAlgorithm.RANK_BYTES;
        return Arrays.compareUnsigned(
                ranks,
                leftStart,
                leftStart + DrawAlgorithm.RANK_BYTES,
                ranks,
                rightStart,
                rightStart + DrawAlgorithm.RANK_BYTES);
    }

    @Override
    public List<DeferredRequest> between(long first, long last) {
        return IntStream.range((int) first - 1, (int) last)
                .mapToObj(index -> ticket(order[index]))
                .toList();
    }

    private DeferredRequest ticket(int index) {
        return new DeferredRequest(offsets[index], new UUID(users[2 * index], users[2 * index + 1]), arrivals[index]);
    }
}
