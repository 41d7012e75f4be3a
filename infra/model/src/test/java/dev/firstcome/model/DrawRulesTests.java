package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.CLOSES;
import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.LEE;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.PARK;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.opened;
import static dev.firstcome.model.LogFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.DrawRevealed;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.model.hashing.Sha256;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Draws: tickets, the seed that is known by its hash first, and the order that it gives. */
class DrawRulesTests {
    private static final String SEED = "5eed".repeat(16);
    private static final String HASH =
            HexFormat.of().formatHex(Sha256.of(HexFormat.of().parseHex(SEED)));
    private static final long FROM = OPENS - 50;
    private static final Decision DONE = new Decision.Done();
    private static final Decision REFUSED = new Decision.Refused();

    private final LogFixture log = new LogFixture();

    @Test
    void ticketsAreTakenFromTheirTimeToTheOpeningsAndNotBetweenThatAndTheOpening() {
        log.at(0, draw(3, 1));

        assertThat(log.at(FROM - 1, request(KIM))).isEqualTo(new Decision.NotOpen());
        assertThat(log.at(FROM, request(KIM))).isEqualTo(new Decision.Deferred(1));
        assertThat(log.at(OPENS - 1, request(LEE))).isEqualTo(new Decision.Deferred(2));
        assertThat(log.at(OPENS, request(PARK))).isEqualTo(new Decision.NotOpen());
    }

    @Test
    void aUserHasOneTicketTheFirstHoweverManyCouponsAreAllowed() {
        log.at(0, draw(3, 5));

        assertThat(log.at(FROM, request(KIM, "a"))).isEqualTo(new Decision.Deferred(1));
        assertThat(log.at(FROM, request(KIM, "b"))).isEqualTo(new Decision.DuplicateOfDeferred(1));
        opens();
        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.Issued(2, 2));
    }

    @Test
    void theSeedIsRefusedBeforeTheOpeningsTimeAndWhereItIsAnother() {
        log.at(0, draw(3, 1));

        assertThat(log.at(OPENS - 1, new DrawRevealed(SALE, "early", SEED))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, opened("unknown order"))).isEqualTo(REFUSED);
        for (String wrong : List.of("", "5eed", "0".repeat(64), SEED.toUpperCase(Locale.ROOT), "쿠".repeat(64))) {
            assertThat(log.at(OPENS, new DrawRevealed(SALE, "wrong " + wrong, wrong)))
                    .isEqualTo(REFUSED);
        }
        assertThat(log.at(OPENS, new DrawRevealed(SALE, "right", SEED))).isEqualTo(DONE);
        assertThat(log.at(OPENS, new DrawRevealed(SALE, "again", SEED))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, opened("open"))).isEqualTo(DONE);
    }

    @Test
    void aCampaignWithoutADrawHasNoSeed() {
        LogFixture fifo = LogFixture.openSale(1);

        assertThat(fifo.at(OPENS, new DrawRevealed(SALE, "reveal", SEED))).isEqualTo(REFUSED);
    }

    @Test
    void theOpeningServesTicketsInTheOrderOfTheirHashesAndThenLaterRequests() {
        List<UUID> users = LongStream.range(0, 40).mapToObj(n -> new UUID(n, n)).toList();
        log.at(0, draw(25, 1));
        users.forEach(user -> log.at(FROM, request(user)));

        opens();

        List<UUID> expected = users.stream()
                .sorted(Comparator.comparing(DrawRulesTests::rank))
                .toList();
        assertThat(log.fold.deferredDecisions().stream().map(DeferredDecision::userId))
                .containsExactlyElementsOf(expected);
        assertThat(expected).isNotEqualTo(users);
        for (int i = 0; i < users.size(); i++) {
            assertThat(log.fold.deferredDecisions().get(i).decision())
                    .isEqualTo(i < 25 ? new Decision.Issued(i + 1L) : new Decision.SoldOut());
        }
        assertThat(log.at(OPENS, request(expected.getFirst()))).isEqualTo(new Decision.Duplicate(1));
        assertThat(log.at(OPENS, request(expected.getLast()))).isEqualTo(new Decision.SoldOut());
    }

    @Test
    void whoWasBlockedBeforeTheOpeningIsNotDrawn() {
        log.at(0, draw(1, 1));
        log.at(FROM, request(KIM));
        log.at(FROM, request(LEE));
        UUID first = rank(KIM).compareTo(rank(LEE)) < 0 ? KIM : LEE;
        log.at(FROM, new UserBlocked(SALE, "block", first));

        opens();

        assertThat(log.fold.deferredDecisions().stream().map(DeferredDecision::decision))
                .containsExactly(new Decision.Blocked(), new Decision.Issued(1));
    }

    @Test
    void aDrawThatIsClosedBeforeItOpensClosesItsTicketsInTheirOrder() {
        log.at(0, draw(1, 1));
        log.at(FROM, request(KIM));
        log.at(FROM, request(LEE));

        assertThat(log.at(FROM, closed("close", CloseCause.OPERATOR))).isEqualTo(DONE);

        assertThat(log.fold.deferredDecisions().stream().map(DeferredDecision::userId))
                .containsExactly(KIM, LEE);
        assertThat(log.fold.deferredDecisions()).allMatch(late -> late.decision() instanceof Decision.Closed);
    }

    @Test
    void aDrawWithoutATimeOrAHashIsRefused() {
        assertThat(log.at(0, scheduled("a", null, HASH))).isEqualTo(REFUSED);
        assertThat(log.at(0, scheduled("b", OPENS, HASH))).isEqualTo(REFUSED);
        assertThat(log.at(0, scheduled("c", -1L, HASH))).isEqualTo(REFUSED);
        assertThat(log.at(0, scheduled("d", FROM, null))).isEqualTo(REFUSED);
        assertThat(log.at(0, scheduled("e", FROM, "5eed"))).isEqualTo(REFUSED);
        assertThat(log.at(0, scheduled("f", FROM, HASH))).isEqualTo(DONE);
    }

    private void opens() {
        log.at(OPENS, new DrawRevealed(SALE, "reveal", SEED));
        assertThat(log.at(OPENS, opened("open"))).isEqualTo(DONE);
    }

    private static String rank(UUID user) {
        byte[] all = ByteBuffer.allocate(64)
                .put(HexFormat.of().parseHex(SEED))
                .putLong(SALE.getMostSignificantBits())
                .putLong(SALE.getLeastSignificantBits())
                .putLong(user.getMostSignificantBits())
                .putLong(user.getLeastSignificantBits())
                .array();
        return HexFormat.of().formatHex(Sha256.of(all));
    }

    private static CampaignScheduled draw(long stock, int limit) {
        return scheduled("schedule", stock, limit, FROM, HASH);
    }

    private static CampaignScheduled scheduled(String commandId, @Nullable Long from, @Nullable String hash) {
        return scheduled(commandId, 5, 1, from, hash);
    }

    private static CampaignScheduled scheduled(
            String commandId, long stock, int limit, @Nullable Long from, @Nullable String hash) {
        return new CampaignScheduled(
                SALE,
                commandId,
                1,
                stock,
                limit,
                CampaignMode.DRAW,
                from == null ? null : Instant.ofEpochMilli(from),
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(CLOSES),
                List.of(),
                hash);
    }
}
