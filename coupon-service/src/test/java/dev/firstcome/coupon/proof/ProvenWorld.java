package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.fold.FoldMoment;
import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.fold.RecordedOutcomes;
import dev.firstcome.coupon.issuing.Fates;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.model.LogRecord;
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
 * A partition's log, what the state has recorded of it by a moment that is moved on, and the blocks that were signed, in
 * memory. An acknowledgement can be lost after the block was kept.
 */
final class ProvenWorld implements LogSections, RecordedOutcomes, SignedBlocks, Watermarks {
    static final String TOPIC = "topic";

    private final int partition;
    private final List<LogRecord> records;
    private final Fates fates;
    private final TreeMap<Long, ProofBlock> blocks = new TreeMap<>();
    private int appended;
    private long published = -1;
    private boolean losesNext;

    ProvenWorld(int partition, List<LogRecord> records) {
        this.partition = partition;
        this.records = records;
        this.fates = new Fates(partition, records);
    }

    void publish(long offset) {
        published = offset;
    }

    void losesNextAcknowledgement() {
        losesNext = true;
    }

    List<ProofBlock> signed() {
        return List.copyOf(blocks.values());
    }

    /** How often a block was written, also the same one again. */
    int appended() {
        return appended;
    }

    // The log.

    @Override
    public Optional<List<LoggedRecord>> read(int asked, long first, long last) {
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
    public long start(int asked) {
        return 0;
    }

    // The state.

    @Override
    public Block block(FoldMoment moment, long block) {
        isThere(moment);
        byte[] packed = new byte[BLOCK * Outcome.BYTES];
        for (LogEntry entry : fates.log()) {
            if (entry.offset() / BLOCK == block && entry.offset() <= published) {
                pack(ByteBuffer.wrap(packed, (int) (entry.offset() % BLOCK) * Outcome.BYTES, Outcome.BYTES), entry);
            }
        }
        return new Block(block, packed);
    }

    /** Of a held request what became of it by now. */
    private void pack(ByteBuffer into, LogEntry entry) {
        Outcome outcome = fates.log().stream()
                .filter(by -> by.offset() <= published)
                .flatMap(by -> fates.decidedBy(by).stream())
                .filter(late -> late.request().offset() == entry.offset())
                .map(Fates.Late::outcome)
                .findFirst()
                .orElse(fates.of(entry));
        into.put((byte) outcome.code().ordinal())
                .putShort((short) outcome.fanOut())
                .put((byte) outcome.ordinal())
                .putInt((int) outcome.number());
    }

    @Override
    public Optional<FanOut> fanOut(FoldMoment moment, UUID campaignId, long offset) {
        isThere(moment);
        return fates.log().stream()
                .filter(entry -> entry.offset() == offset && entry.offset() <= published)
                .map(fates::decidedBy)
                .filter(late -> !late.isEmpty())
                .map(late ->
                        late.stream().mapToLong(one -> one.request().arrival()).summaryStatistics())
                .map((LongSummaryStatistics arrivals) ->
                        new FanOut(arrivals.getMin(), arrivals.getMax(), fates.seedOf(campaignId)))
                .findFirst();
    }

    @Override
    public List<HeldRequest> held(FoldMoment moment, UUID campaignId, long first, long last) {
        isThere(moment);
        return fates.held(campaignId, first, last);
    }

    private void isThere(FoldMoment moment) {
        if (moment.through() > published) {
            throw new FoldUnavailable("the state is not there yet");
        }
    }

    // The signed blocks.

    @Override
    public Optional<ProofBlock> latest(int asked) {
        return Optional.ofNullable(blocks.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Optional<ProofBlock> find(int asked, long block) {
        return Optional.ofNullable(blocks.get(block));
    }

    @Override
    public List<ProofBlock> from(int asked, long block, int limit) {
        return new ArrayList<>(blocks.tailMap(block, true).values()).subList(0, Math.min(limit, blocks.size()));
    }

    @Override
    public void append(ProofBlock block) {
        appended++;
        blocks.putIfAbsent(block.block(), block);
        if (losesNext) {
            losesNext = false;
            throw new IllegalStateException("the acknowledgement is lost");
        }
    }

    // The watermark.

    @Override
    public IssueProgress of(int asked) {
        return new IssueProgress(TOPIC, partition, published, 1, 0);
    }

    @Override
    public boolean await(int asked, long offset, Duration atMost) {
        return offset <= published;
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public double ratePerSecond(int asked) {
        return 0;
    }

    @Override
    public void catchUp(Duration atMost) {}
}
