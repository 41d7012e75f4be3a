package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.issuing.ModelOutcomes;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.coupon.partitionstate.RecordedOutcomes;
import dev.firstcome.coupon.partitionstate.RequiredPosition;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.model.log.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory partition: its log, the outcomes through the published offset, and the signed blocks. It can lose an
 * acknowledgement after it has stored the block.
 */
final class InMemoryProvenPartition implements LogRangeReader, RecordedOutcomes, SignedBlocks, Watermarks {
    static final String TOPIC = "topic";

    private final int partition;
    private final List<LogRecord> records;
    private final ModelOutcomes modelOutcomes;
    private final TreeMap<Long, ProofBlock> blocks = new TreeMap<>();
    private int appended;
    private long published = -1;
    private boolean loseNext;

    InMemoryProvenPartition(int partition, List<LogRecord> records) {
        this.partition = partition;
        this.records = records;
        this.modelOutcomes = new ModelOutcomes(partition, records);
    }

    void publish(long offset) {
        published = offset;
    }

    void loseNextAcknowledgement() {
        loseNext = true;
    }

    List<ProofBlock> signed() {
        return List.copyOf(blocks.values());
    }

    /** The number of appended blocks, including duplicates. */
    int appended() {
        return appended;
    }

    // LogRangeReader

    @Override
    public Optional<List<LoggedRecord>> read(int anyPartition, long first, long last) {
        return Optional.of(records.stream()
                .filter(record -> record.offset() >= first && record.offset() <= last)
                .map(record -> new LoggedRecord(
                        record.offset(), record.timestampMillis(), record.key(), bytes(record.type()), record.value()))
                .toList());
    }

    private static byte @Nullable [] bytes(@Nullable String type) {
        return type == null ? null : type.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long start(int anyPartition) {
        return 0;
    }

    // RecordedOutcomes

    @Override
    public Block block(RequiredPosition required, long block) {
        requirePublished(required);
        byte[] packed = new byte[BLOCK * Outcome.BYTES];
        for (LogEntry entry : modelOutcomes.log()) {
            if (entry.offset() / BLOCK == block && entry.offset() <= published) {
                pack(ByteBuffer.wrap(packed, (int) (entry.offset() % BLOCK) * Outcome.BYTES, Outcome.BYTES), entry);
            }
        }
        return new Block(block, packed);
    }

    /** A deferred request has the outcome of its decision, if that is published. */
    private void pack(ByteBuffer into, LogEntry entry) {
        Outcome outcome = modelOutcomes.log().stream()
                .filter(by -> by.offset() <= published)
                .flatMap(by -> modelOutcomes.decidedBy(by).stream())
                .filter(late -> late.request().offset() == entry.offset())
                .map(ModelOutcomes.DeferredOutcome::outcome)
                .findFirst()
                .orElse(modelOutcomes.of(entry));
        into.put((byte) outcome.code().ordinal())
                .putShort((short) outcome.fanOut())
                .put((byte) outcome.ordinal())
                .putInt((int) outcome.number());
    }

    @Override
    public Optional<FanOut> fanOut(RequiredPosition required, UUID campaignId, long offset) {
        requirePublished(required);
        return modelOutcomes.log().stream()
                .filter(entry -> entry.offset() == offset && entry.offset() <= published)
                .map(modelOutcomes::decidedBy)
                .filter(late -> !late.isEmpty())
                .map(late ->
                        late.stream().mapToLong(one -> one.request().arrival()).summaryStatistics())
                .map((LongSummaryStatistics arrivals) ->
                        new FanOut(arrivals.getMin(), arrivals.getMax(), modelOutcomes.seedOf(campaignId)))
                .findFirst();
    }

    @Override
    public List<DeferredRequest> deferred(RequiredPosition required, UUID campaignId, long first, long last) {
        requirePublished(required);
        return modelOutcomes.deferred(campaignId, first, last);
    }

    private void requirePublished(RequiredPosition required) {
        if (required.through() > published) {
            throw new PartitionStateUnavailableException("the state is not available yet");
        }
    }

    // SignedBlocks

    @Override
    public Optional<ProofBlock> latest(int anyPartition) {
        return Optional.ofNullable(blocks.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Optional<ProofBlock> find(int anyPartition, long block) {
        return Optional.ofNullable(blocks.get(block));
    }

    @Override
    public List<ProofBlock> from(int anyPartition, long block, int limit) {
        return new ArrayList<>(blocks.tailMap(block, true).values()).subList(0, Math.min(limit, blocks.size()));
    }

    @Override
    public void append(ProofBlock block) {
        appended++;
        blocks.putIfAbsent(block.block(), block);
        if (loseNext) {
            loseNext = false;
            throw new IllegalStateException("the acknowledgement is lost");
        }
    }

    // Watermarks

    @Override
    public IssueProgress of(int anyPartition) {
        return new IssueProgress(TOPIC, partition, published, 1, 0);
    }

    @Override
    public boolean await(int anyPartition, long offset, Duration timeout) {
        return offset <= published;
    }

    @Override
    public boolean isFresh() {
        return true;
    }

    @Override
    public double ratePerSecond(int anyPartition) {
        return 0;
    }

    @Override
    public void catchUp(Duration timeout) {}
}
