package dev.firstcome.coupon.monitoring;

import java.util.UUID;

/**
 * Maps a user's n-th coupon of a campaign to its request. It is exact for the last {@link #GENERATION} coupons of all
 * campaigns, and keeps at most twice as many in 8 MiB. Users are identified by a 64-bit hash; a collision occurs about
 * once in hundreds of millions of full tables.
 */
final class RecentCouponHolders {
    static final int GENERATION = 1 << 17;
    static final long NONE = -1;
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int SLOTS = 2 * GENERATION;
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;

    private Table recent = new Table(FIRST_SLOTS);
    private Table previous = new Table(0);

    /** Records the coupon. Returns the offset of the request that already had it, or {@link #NONE}. */
    long put(UUID campaignId, UUID userId, int ordinal, long offset) {
        long key = key(campaignId, userId, ordinal);
        long known = recent.get(key);
        if (known == NONE) {
            known = previous.get(key);
        }
        if (known != NONE) {
            return known;
        }
        if (recent.size == GENERATION) {
            previous = recent;
            recent = new Table(FIRST_SLOTS);
        }
        recent.put(key, offset);
        return NONE;
    }

    private static long key(UUID campaignId, UUID userId, int ordinal) {
        long hash = mix(campaignId.getMostSignificantBits() + ordinal);
        hash = mix(hash ^ campaignId.getLeastSignificantBits());
        hash = mix(hash ^ userId.getMostSignificantBits());
        hash = mix(hash ^ userId.getLeastSignificantBits());
        return hash == 0 ? 1 : hash;
    }

    /** The finalizer of SplitMix64: each output bit depends on every input bit. */
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * MIX_1;
        mixed = (mixed ^ mixed >>> 27) * MIX_2;
        return mixed ^ mixed >>> 31;
    }

    /** Alternating keys and offsets. A key is never 0. */
    private static final class Table {
        private long[] entries;
        private int size;

        Table(int slots) {
            entries = new long[2 * slots];
        }

        long get(long key) {
            return entries.length == 0 || entries[find(key)] != key ? NONE : entries[find(key) + 1];
        }

        void put(long key, long offset) {
            if (2 * size >= entries.length / 2 && entries.length / 2 < SLOTS) {
                grow();
            }
            int at = find(key);
            entries[at] = key;
            entries[at + 1] = offset;
            size++;
        }

        private void grow() {
            long[] old = entries;
            entries = new long[2 * old.length];
            size = 0;
            for (int at = 0; at < old.length; at += 2) {
                if (old[at] != 0) {
                    put(old[at], old[at + 1]);
                }
            }
        }

        private int find(long key) {
            int mask = entries.length / 2 - 1;
            int slot = (int) key & mask;
            while (entries[2 * slot] != 0 && entries[2 * slot] != key) {
                slot = slot + 1 & mask;
            }
            return 2 * slot;
        }
    }
}
