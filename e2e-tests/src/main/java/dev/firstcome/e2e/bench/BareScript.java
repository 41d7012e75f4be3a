package dev.firstcome.e2e.bench;

import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.jar.JarFile;

/** Loads the coupon service's Lua script and encodes calls of it for a partition that only the benchmark uses. */
final class BareScript {
    private static final int BLOCK = 4096;
    private static final int REQUEST = 1;
    private static final int SCHEDULED = 2;
    private static final int OPENED = 3;
    private static final int HEAD_BYTES = 15;
    private static final long HOUR_MILLIS = 3_600_000;

    private BareScript() {}

    /** @param keys the keys of the call, all with the same hash tag */
    record Call(byte[][] keys, byte[][] arguments) {}

    /** Reads the script from the jar of the built service. */
    static byte[] text() throws IOException {
        Path jar = ProjectRoot.find()
                .jarOf(ServiceDefinition.COUPON)
                .orElseThrow(() -> new IOException("there is no coupon-service jar; build the project first"));
        try (JarFile open = new JarFile(jar.toFile());
                InputStream in = open.getInputStream(open.getJarEntry("redis/fold.lua"))) {
            return in.readAllBytes();
        }
    }

    /**
     * Encodes the calls of one partition. The first call schedules and opens the campaigns; the others contain requests
     * of distinct users, distributed over the campaigns in turn.
     */
    static final class Lane {
        private final String tag;
        private final long epoch;
        private final List<UUID> campaigns = new ArrayList<>();
        private final SplittableRandom random;
        private final long now = System.currentTimeMillis();
        private long next;

        Lane(String tag, long epoch, int campaignCount, SplittableRandom random) {
            this.tag = tag;
            this.epoch = epoch;
            this.random = random;
            for (int i = 0; i < campaignCount; i++) {
                campaigns.add(Requests.userId(random));
            }
        }

        Call opening(long stock) {
            List<byte[]> records = new ArrayList<>();
            for (int campaign = 0; campaign < campaigns.size(); campaign++) {
                records.add(scheduled(campaign, stock));
                records.add(head(OPENED, campaign, 1).put((byte) 'o').array());
            }
            return call(records);
        }

        Call requests(int count) {
            List<byte[]> records = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                UUID user = Requests.userId(random);
                records.add(head(REQUEST, i % campaigns.size(), 32)
                        .putLong(user.getMostSignificantBits())
                        .putLong(user.getLeastSignificantBits())
                        .putLong(random.nextLong())
                        .putLong(random.nextLong())
                        .array());
            }
            return call(records);
        }

        private byte[] scheduled(int campaign, long stock) {
            ByteBuffer packed = head(SCHEDULED, campaign, 63).putShort((short) 1);
            putUnsigned(packed, stock, 5);
            packed.putShort((short) 1).put((byte) 1);
            putUnsigned(packed, now - HOUR_MILLIS, 6);
            putUnsigned(packed, now + HOUR_MILLIS, 6);
            packed.put(new byte[1 + 6 + 32]); // no draw
            return packed.put((byte) 0).put((byte) 's').array();
        }

        private ByteBuffer head(int kind, int campaign, int bodyBytes) {
            ByteBuffer packed = ByteBuffer.allocate(HEAD_BYTES + bodyBytes).put((byte) kind);
            putUnsigned(packed, next++, 6);
            putUnsigned(packed, now, 6);
            return packed.putShort((short) campaign);
        }

        private Call call(List<byte[]> records) {
            long first = next - records.size();
            long firstBlock = first / BLOCK;
            long lastBlock = (next - 1) / BLOCK;
            List<byte[]> keys = new ArrayList<>();
            keys.add(utf8("coupon:{" + tag + "}:epoch"));
            keys.add(key("meta"));
            keys.add(key("due"));
            for (long block = firstBlock; block <= lastBlock; block++) {
                keys.add(key("outcomes:" + block));
            }
            List<byte[]> arguments = new ArrayList<>();
            arguments.add(utf8(Long.toString(epoch)));
            arguments.add(utf8("benchmark"));
            arguments.add(utf8("0"));
            arguments.add(utf8(first == 0 ? "" : Long.toString(first - 1)));
            arguments.add(utf8(Long.toString(firstBlock)));
            arguments.add(utf8(Long.toString(lastBlock - firstBlock + 1)));
            arguments.add(utf8(Integer.toString(campaigns.size())));
            for (UUID campaign : campaigns) {
                keys.add(key("campaign:" + campaign));
                keys.add(key("holders:" + campaign));
                keys.add(key("commands:" + campaign));
                keys.add(key("deferred:" + campaign));
                keys.add(key("blocked:" + campaign));
                keys.add(key("grants:" + campaign));
                arguments.add(utf8(campaign.toString()));
            }
            arguments.addAll(records);
            return new Call(keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new));
        }

        private byte[] key(String name) {
            return utf8("coupon:{" + tag + "}:e" + epoch + ":" + name);
        }
    }

    private static void putUnsigned(ByteBuffer into, long value, int bytes) {
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            into.put((byte) (value >>> shift));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
