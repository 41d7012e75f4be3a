package dev.firstcome.model.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random logs, signed: the verifier accepts them as they are, and no other ones. */
class ProofVerifierTests {
    private static final int RECORDS = 1_200;

    @TempDir
    private Path folder = Path.of("");

    private SignedExport shop = new SignedExport(List.of());
    private Random random = new Random();

    static LongStream seeds() {
        return Seeds.givenOr(4);
    }

    private void signs(long seed) {
        shop = new SignedExport(withWholeBlocks(RandomLogs.of(seed, SignedExport.PARTITION, RECORDS)));
        random = new Random(seed);
        assertThat(shop.blocks).as("blocks, seed %x", seed).isNotEmpty();
    }

    /** Shifts the second half by several blocks, so the first half is in complete blocks and some blocks are empty. */
    private static List<LogRecord> withWholeBlocks(List<LogRecord> log) {
        return IntStream.range(0, log.size())
                .mapToObj(i -> {
                    LogRecord record = log.get(i);
                    long offset = record.offset() + (i < log.size() / 2 ? 0 : 3 * ProofBlock.SIZE);
                    return new LogRecord(
                            record.partition(),
                            offset,
                            record.timestampMillis(),
                            record.key(),
                            record.type(),
                            record.value());
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatWasSignedIsAccepted(long seed) throws IOException {
        signs(seed);

        ProofReport report = verify(null);

        assertThat(report.contradictions()).as("seed %x", seed).isEmpty();
        assertThat(report.rows()).singleElement().satisfies(row -> {
            assertThat(row.records()).isEqualTo(RECORDS);
            assertThat(row.blocks()).isEqualTo(shop.blocks.size());
            assertThat(row.uncovered()).isEqualTo(RECORDS - shop.covered());
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aDroppedRecordIsFound(long seed) throws IOException {
        signs(seed);
        shop.records.remove(victim());

        isRefused("was signed with");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reorderedLinesAreFound(long seed) throws IOException {
        signs(seed);
        int one = Math.max(1, victim());
        ExportedRecord moved = shop.records.remove(one);
        shop.records.add(one - 1, moved);

        // Where a block begins with what was moved, the block before ends too early, and that is found first.
        isRefused("follows", "was signed with");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void recordsThatHaveChangedPlacesAreFound(long seed) throws IOException {
        signs(seed);
        int one = Math.max(1, victim());
        ExportedRecord first = shop.records.get(one - 1);
        ExportedRecord second = shop.records.get(one);
        shop.records.set(one - 1, at(first.offset(), second));
        shop.records.set(one, at(second.offset(), first));

        isRefused("was signed with");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEditedRecordIsFoundWhateverWasEdited(long seed) throws IOException {
        signs(seed);
        int victim = request();
        ExportedRecord record = shop.records.get(victim);
        byte[] value = record.value() == null ? new byte[0] : record.value().clone();
        String text = new String(value, StandardCharsets.UTF_8);
        // White space, which says nothing to anybody, a second that decides nothing, and a user.
        List<ExportedRecord> edited = List.of(
                with(record, record.timestamp(), text + " "),
                with(record, record.timestamp() + 1, text),
                with(record, record.timestamp(), text.replaceFirst("(\"userId\"\\s*:\\s*\").{8}", "$1abcdefab")));
        for (ExportedRecord other : edited) {
            shop.records.set(victim, other);
            isRefused("was signed with");
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anInsertedRecordIsFound(long seed) throws IOException {
        signs(seed);
        int victim = request();
        ExportedRecord twin = shop.records.get(victim);
        List<ExportedRecord> later = shop.records.subList(victim, shop.records.size());
        later.replaceAll(record -> at(record.offset() + 1, record));
        shop.records.add(victim, twin);

        isRefused("was signed with");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReceiptIsFollowedAndAForgedOneIsNot(long seed) throws IOException {
        signs(seed);
        int mine = request();
        String genuine = shop.receipt(mine);
        ProofReport report = verify(genuine);
        assertThat(report.contradictions()).as("seed %x", seed).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("genuine");

        byte[] body = shop.body(mine);
        for (int at = 0; at < body.length; at++) {
            byte[] forged = body.clone();
            forged[at] ^= 1;
            String text = genuine.replace(encoded(body), encoded(forged));
            assertThat(verify(text).isAsSigned()).as("byte %d changed", at).isFalse();
        }
        String others = new SignedExport(List.of()).text(body);
        assertThat(verify(others).contradictions()).singleElement().asString().contains("not signed by the key");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aReceiptThatWasNotHonouredIsFound(long seed) throws IOException {
        signs(seed);
        int mine = request();
        byte[] body = shop.body(mine);
        body[3 + 8 + 16] ^= 1; // another user, signed by the shop all the same

        assertThat(verify(shop.text(body)).contradictions())
                .singleElement()
                .asString()
                .contains("is not the one that the receipt is for");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void blocksThatTheShopDidNotSignAreFound(long seed) throws IOException {
        signs(seed);
        List<ProofBlock> blocks = List.copyOf(shop.blocks);
        ProofBlock first = blocks.getFirst();
        shop.blocks.set(0, new SignedExport(List.of()).signed(first));
        isRefused("is not signed by the key");

        shop.blocks.set(0, shop.signed(rooted(first, "0".repeat(64))));
        isRefused("");

        shop.blocks.clear();
        shop.blocks.addAll(blocks);
        shop.blocks.add(shop.signed(rooted(first, "0".repeat(64))));
        isRefused("signed twice, with two roots");

        shop.blocks.clear();
        shop.blocks.addAll(blocks.subList(1, blocks.size()));
        if (blocks.size() > 1) {
            isRefused("does not follow the block before it");
        }
    }

    private static ProofBlock rooted(ProofBlock block, String root) {
        return new ProofBlock(
                block.topicId(),
                block.partition(),
                block.block(),
                block.firstOffset(),
                block.lastOffset(),
                block.leaves(),
                root,
                block.previous(),
                block.keyId(),
                "");
    }

    private static String encoded(byte[] body) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    }

    private static ExportedRecord at(long offset, ExportedRecord record) {
        return new ExportedRecord(
                record.partition(), offset, record.timestamp(), record.key(), record.type(), record.value());
    }

    private static ExportedRecord with(ExportedRecord record, long timestamp, String value) {
        return new ExportedRecord(
                record.partition(),
                record.offset(),
                timestamp,
                record.key(),
                record.type(),
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** Any record of a signed block. */
    private int victim() {
        return random.nextInt(shop.covered());
    }

    /** A request of a signed block. */
    private int request() {
        int[] requests = IntStream.range(0, shop.covered())
                .filter(i ->
                        LogRecordCodec.read(shop.records.get(i).toLogRecord()).orElse(null) instanceof IssueRequested)
                .toArray();
        return requests[random.nextInt(requests.length)];
    }

    private ProofReport verify(@Nullable String receipt) throws IOException {
        return ProofVerifier.verify(shop.in(folder), shop.keys(), receipt);
    }

    private void isRefused(String... why) throws IOException {
        ProofReport report = verify(null);
        assertThat(report.contradictions()).singleElement().asString().containsAnyOf(why);
        assertThat(report.isAsSigned()).isFalse();
    }
}
