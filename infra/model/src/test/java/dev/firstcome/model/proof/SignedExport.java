package dev.firstcome.model.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.model.Fold;
import dev.firstcome.model.hashing.Sha256;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A log, signed as the shop would sign it, with a key of its own. What is exported of it can be spoilt. */
final class SignedExport {
    static final int PARTITION = 3;
    static final String TOPIC = "topic";
    static final String KEY_ID = "key-1";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair pair;
    final List<ExportedRecord> records = new ArrayList<>();
    final List<ProofBlock> blocks = new ArrayList<>();

    SignedExport(List<LogRecord> log) {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (LogRecord record : log) {
            byte[] type = record.type() == null ? null : record.type().getBytes(StandardCharsets.UTF_8);
            records.add(new ExportedRecord(
                    PARTITION, record.offset(), record.timestampMillis(), record.key(), type, record.value()));
        }
        sign();
    }

    /** All whole blocks. */
    private void sign() {
        Fold fold = new Fold(PARTITION);
        List<byte[]> leaves = new ArrayList<>();
        for (ExportedRecord record : records) {
            for (long block = blocks.size(); block < record.offset() / ProofBlock.SIZE; block++) {
                blocks.add(signed(block, leaves));
                leaves.clear();
            }
            leaves.add(LeafHashes.of(record, fold.apply(record.toLogRecord()), fold.deferredDecisions()));
        }
    }

    private ProofBlock signed(long block, List<byte[]> leaves) {
        String previous = blocks.isEmpty() ? ProofBlock.GENESIS_HASH : SignedBlocks.hash(blocks.getLast());
        String root = HexFormat.of().formatHex(Merkle.root(leaves));
        return signed(new ProofBlock(
                TOPIC,
                PARTITION,
                block,
                block * ProofBlock.SIZE,
                (block + 1) * ProofBlock.SIZE - 1,
                leaves.size(),
                root,
                previous,
                KEY_ID,
                ""));
    }

    ProofBlock signed(ProofBlock block) {
        String signature = BASE64.encodeToString(sign(SignedBlocks.text(block)));
        return new ProofBlock(
                block.topicId(),
                block.partition(),
                block.block(),
                block.firstOffset(),
                block.lastOffset(),
                block.leaves(),
                block.root(),
                block.previous(),
                block.keyId(),
                signature);
    }

    PublicKeys keys() {
        return PublicKeys.of(KEY_ID, pair.getPublic());
    }

    /** How many of the records stand in a signed block. */
    int covered() {
        long end = (long) blocks.size() * ProofBlock.SIZE;
        return (int) records.stream().filter(record -> record.offset() < end).count();
    }

    /** The receipt of the request at this index. */
    String receipt(int index) {
        return text(body(index));
    }

    byte[] body(int index) {
        ExportedRecord record = records.get(index);
        IssueRequested asked =
                (IssueRequested) LogRecordCodec.read(record.toLogRecord()).orElseThrow();
        byte[] topic = TOPIC.getBytes(StandardCharsets.UTF_8);
        byte[] salt = asked.salt().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Short.BYTES + 6 * Long.BYTES + 2 + topic.length + salt.length)
                .put((byte) 1)
                .putShort((short) PARTITION)
                .putLong(record.offset())
                .putLong(asked.campaignId().getMostSignificantBits())
                .putLong(asked.campaignId().getLeastSignificantBits())
                .putLong(asked.userId().getMostSignificantBits())
                .putLong(asked.userId().getLeastSignificantBits())
                .putLong(record.timestamp())
                .put((byte) topic.length)
                .put(topic)
                .put((byte) salt.length)
                .put(salt)
                .array();
    }

    /** Signed alone: its leaf is the root. */
    String text(byte[] body) {
        byte[] root = Sha256.of(
                ByteBuffer.allocate(1 + body.length).put((byte) 6).put(body).array());
        byte[] domain = "firstcome receipts v1\n".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = sign(ByteBuffer.allocate(domain.length + root.length)
                .put(domain)
                .put(root)
                .array());
        byte[] id = KEY_ID.getBytes(StandardCharsets.UTF_8);
        byte[] proof = ByteBuffer.allocate(1 + id.length + 2 * Short.BYTES + signature.length)
                .put((byte) id.length)
                .put(id)
                .putShort((short) 0)
                .putShort((short) 1)
                .put(signature)
                .array();
        return "fcr1." + BASE64.encodeToString(body) + "." + BASE64.encodeToString(proof);
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The files, as they are after all that was done to the lists. */
    ExportFolder in(Path folder) throws IOException {
        ExportFolder export = new ExportFolder(folder);
        export.write(new ExportFolder.Contents(TOPIC, new TreeMap<>(Map.of(PARTITION, 0L))));
        export.write(blocks);
        try (BufferedWriter file = export.records(PARTITION)) {
            for (ExportedRecord record : records) {
                file.write(record.line());
                file.newLine();
            }
        }
        return export;
    }
}
