package dev.firstcome.coupon;

import static dev.firstcome.coupon.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.log.ResultPartitions;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.testsupport.StallRetry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Grants, revocations and results that reach the wallets, and invalid ones that do not. */
class WalletIT {
    private static CouponService service;

    @BeforeAll
    static void start() {
        service = CouponService.shared();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aGrantIssuesOneCouponPerUserAndARevocationRevokesIt() {
        String campaign = service.openCampaign(1);
        UUID kim = service.ids.next();
        UUID lee = service.ids.next();
        UUID blocked = service.ids.next();
        service.outcome(campaign, kim);
        service.command(campaign, "blocks", Map.of("reason", "a test", "userId", blocked));
        Map<String, Object> body = Map.of("userIds", List.of(kim, lee, blocked), "reason", "a test");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String path = "/ops/campaigns/" + campaign;

        Answer granted = service.post(path + "/grants", service.operator(), body, key);
        Answer repeated = service.post(path + "/grants", service.operator(), body, key);

        assertThat(granted.body().path("counts").toString()).isEqualTo("{\"DONE\":2,\"REFUSED\":1}");
        assertThat(repeated.body().path("counts").toString()).isEqualTo("{\"REPEATED\":2,\"REFUSED\":1}");
        service.await(() -> wallet(kim).size() == 2 && wallet(lee).size() == 1);
        String couponId = wallet(lee).path(0).path("couponId").asString();
        Map<String, Object> revocation = Map.of("couponIds", List.of(couponId), "reason", "a test");
        Answer revoked = service.post(path + "/revocations", service.operator(), revocation, Map.of());
        assertThat(revoked.body().path("counts").toString()).isEqualTo("{\"DONE\":1}");
        service.await(() -> wallet(lee).path(0).path("state").asString().equals("REVOKED"));
        assertThat(wallet(kim))
                .allMatch(coupon -> coupon.path("state").asString().equals("AVAILABLE"));
    }

    @Test
    void aRevocationBeforeTheCouponIsInsertedTakesEffectAtTheInsertion() throws Exception {
        String campaign = service.openCampaign(3);
        UUID kim = service.ids.next();
        try (var results = new TestResultProducer()) {
            CouponIssued coupon = results.coupon(campaign, kim);
            results.revoked(coupon);
            results.issued(coupon);
        }

        service.await(() -> wallet(kim).size() == 1);
        assertThat(wallet(kim).path(0).path("state").asString()).isEqualTo("REVOKED");
    }

    @Test
    void invalidGrantsAndRevocationsLeaveNoRecord() {
        String campaign = service.openCampaign(3);
        String path = "/ops/campaigns/" + campaign;
        String operator = service.operator();
        UUID kim = service.ids.next();
        long before = TopicOffsets.endSum(Topics.COUPON_REQUESTS);

        for (String invalid : List.of("[]", "[null]", "null")) {
            String body = "{\"userIds\": " + invalid + ", \"reason\": \"a test\"}";
            assertProblem(service.post(path + "/grants", operator, body, Map.of()), 400, "INVALID_FIELD");
        }
        List<UUID> many = Collections.nCopies(1_001, kim);
        Map<String, Object> reason = Map.of("reason", "a test");
        assertProblem(
                service.post(path + "/grants", operator, with(reason, "userIds", many), Map.of()),
                400,
                "INVALID_FIELD");
        assertProblem(
                service.post(path + "/grants", operator, Map.of("userIds", List.of(kim)), Map.of()),
                400,
                "INVALID_FIELD");
        assertProblem(
                service.post(path + "/grants", service.tokens.of(kim), with(reason, "userIds", List.of(kim)), Map.of()),
                403,
                "FORBIDDEN");
        Map<String, Object> unknown = with(reason, "couponIds", List.of(UUID.randomUUID()));
        assertProblem(service.post(path + "/revocations", operator, unknown, Map.of()), 404, "NOT_FOUND");

        assertThat(TopicOffsets.endSum(Topics.COUPON_REQUESTS)).isEqualTo(before);
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> more = new HashMap<>(body);
        more.put(field, value);
        return more;
    }

    private static JsonNode wallet(UUID user) {
        return service.get("/api/coupons", service.tokens.of(user)).body().path("items");
    }

    @Test
    void unreadableResultsGoToTheDeadLetterTopicAndOtherCouponsAreStored() throws Exception {
        // After a stall, a consumer may process records again and write duplicate dead letters.
        StallRetry.run(this::unreadableResultsBecomeDeadLetters);
    }

    private void unreadableResultsBecomeDeadLetters() throws Exception {
        String campaign = service.openCampaign(3);
        long before = TopicOffsets.endSum(Topics.COUPON_RESULTS + Topics.DEAD_LETTER_SUFFIX);
        List<CouponIssued> coupons = new ArrayList<>();
        try (var results = new TestResultProducer()) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                Bucket bucket = new Bucket((partition + 1) * Bucket.COUNT / Topics.PARTITIONS - 1);
                CouponIssued first = results.coupon(campaign, service.ids.next(bucket));
                CouponIssued second = results.coupon(campaign, service.ids.next(bucket));
                results.issued(first);
                results.unreadable(partition, "{not json");
                results.unreadable(partition, "{\"partition\":1,\"offset\":1,\"sequence\":1,\"ordinal\":1}");
                results.issued(second);
                coupons.addAll(List.of(first, second));
            }
        }

        for (CouponIssued coupon : coupons) {
            String path = "/api/coupons/" + coupon.couponId();
            String token = service.tokens.of(coupon.userId());
            service.await(() -> service.get(path, token), answer -> answer.status() == 200);
        }
        long deadLetters = 2L * Topics.PARTITIONS;
        long after = service.await(
                () -> TopicOffsets.endSum(Topics.COUPON_RESULTS + Topics.DEAD_LETTER_SUFFIX),
                count -> count - before >= deadLetters);
        assertThat(after - before).isEqualTo(deadLetters);
    }

    @Test
    void aWalletDoesNotProcessResultsOfOtherShardsAfterItsShardWasUnavailable() throws Exception {
        String campaign = service.openCampaign(3);
        Bucket otherShard = new Bucket(Bucket.COUNT - 1);
        List<UUID> users =
                List.of(service.ids.next(new Bucket(0)), service.ids.next(otherShard), service.ids.next(new Bucket(0)));
        List<CouponIssued> coupons = new ArrayList<>();
        try (Connection locking = lockedCoupons()) {
            try (var results = new TestResultProducer()) {
                coupons.add(results.coupon(campaign, users.getFirst()));
                results.issued(coupons.getFirst());
            }
            Set<String> attempts = new HashSet<>();
            service.await(() -> attempts.addAll(waitingTransactions(locking)) && attempts.size() > 1);
        }
        try (var results = new TestResultProducer()) {
            for (UUID user : users.subList(1, users.size())) {
                coupons.add(results.coupon(campaign, user));
                results.issued(coupons.getLast());
            }
        }
        for (CouponIssued coupon : coupons) {
            String path = "/api/coupons/" + coupon.couponId();
            String token = service.tokens.of(coupon.userId());
            service.await(() -> service.get(path, token), answer -> answer.status() == 200);
        }

        service.await(() -> processedPartitions().contains(ResultPartitions.of(users.getFirst())));
        assertThat(processedPartitions()).doesNotContain(ResultPartitions.of(users.get(1)));
    }

    /** Returns the partitions for which the wallet of the first shard has committed offsets. */
    private static Set<Integer> processedPartitions() {
        try {
            return TopicOffsets.committed("coupon-wallet-pg-1").keySet().stream()
                    .map(TopicPartition::partition)
                    .collect(Collectors.toSet());
        } catch (Exception e) {
            throw new IllegalStateException("the committed offsets cannot be read", e);
        }
    }

    /** Locks the coupon table of the first shard until the connection is closed. */
    private static Connection lockedCoupons() throws SQLException {
        PlatformDescription platform = SharedInfrastructure.get();
        PlatformDescription.Database database = platform.database("coupon-service");
        Connection connection = DriverManager.getConnection(
                platform.shards().getFirst().jdbcUrl(database), database.ownerRole(), database.ownerPassword());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table coupon in access exclusive mode");
        }
        return connection;
    }

    /** Returns the transactions that wait for the lock. */
    private static Set<String> waitingTransactions(Connection locking) {
        Set<String> found = new HashSet<>();
        try (Statement statement = locking.createStatement();
                ResultSet rows = statement.executeQuery("select virtualtransaction from pg_locks"
                        + " where relation = 'coupon'::regclass and not granted and mode = 'RowExclusiveLock'")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }
}
