package dev.firstcome.coupon.watching;

import java.util.UUID;

/**
 * Which request got a user's so-manieth coupon of a campaign: exact for the last {@link #GENERATION} coupons of all
 * campaigns, and for up to twice as many; 16 bytes for each at half full, 8 MiB in all. Users are told apart by 64 bits of a
 * hash: that two of these are taken for one happens once in hundreds of millions of times that it is full.
 */
final class RecentHoldings {
    static final int GENERATION = 1 << 17;
    static final long NONE = -1;
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int SLOTS = 2 * GENERATION;
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
    private static final long MIX_2 = 0x94d049bb133111ebL;

    private Table recent = new Table(FIRST_SLOTS);
    private Table before = new Table(0);

    /** Notes the coupon; the offset of the request that had the same before, else {@link #NONE}. */
    long put(UUID campaignId, UUID userId, int ordinal, long offset) {
        long key = key(campaignId, userId, ordinal);
        long known = recent.get(key);
        if (known == NONE) {
            known = before.get(key);
        }
        if (known != NONE) {
            return known;
        }
        if (recent.size == GENERATION) {
            before = recent;
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

    /** The last steps of SplitMix64: each bit depends on each. */
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * MIX_1;
        mixed = (mixed ^ mixed >>> 27) * MIX_2;
        return mixed ^ mixed >>> 31;
    }

    /** Keys and offsets in turn; a key is never 0. */
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
