package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.CLOSES;
import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.openSale;
import static dev.firstcome.model.LogFixture.opened;
import static dev.firstcome.model.LogFixture.request;
import static dev.firstcome.model.LogFixture.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.Phase;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for commands, in the order in which they are asked. */
class CommandRulesTests {
    private static final Decision DONE = new Decision.Done();
    private static final Decision REFUSED = new Decision.Refused();

    private final LogFixture log = new LogFixture();

    @Test
    void aScheduledCampaignWaitsForItsOpening() {
        assertThat(log.at(0, scheduled("schedule", 5))).isEqualTo(DONE);

        PartitionState state = log.fold.state();
        assertThat(state.campaigns().get(SALE)).extracting(CampaignState::phase).isEqualTo(Phase.SCHEDULED);
        assertThat(state.due()).containsEntry(SALE, OPENS);
    }

    @Test
    void aCommandIdIsDecidedOnceForACampaign() {
        log.at(0, scheduled("a", 5));
        log.at(0, opened("b"));

        assertThat(log.at(OPENS, opened("b"))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, opened("a"))).isEqualTo(DONE);
        assertThat(log.at(OPENS, scheduled("a", 9))).isEqualTo(DONE);
        assertThat(log.at(OPENS, scheduled("b", 9))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, closed("a", CloseCause.OPERATOR))).isEqualTo(DONE);
        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.NotOpen());
    }

    @Test
    void aSecondScheduleOfACampaignIsRefusedAndChangesNothing() {
        log.at(0, scheduled("a", 5));

        assertThat(log.at(0, scheduled("b", 6))).isEqualTo(REFUSED);
        assertThat(log.fold.state().campaigns().get(SALE))
                .extracting(CampaignState::stock)
                .isEqualTo(5L);
    }

    @Test
    void whatTheRulesDoNotAllowIsRefusedAndNotRemembered() {
        List<String> tooMany = Collections.nCopies(51, "vip");
        List<CampaignScheduled> refused = List.of(
                scheduled("a", 0),
                scheduled("a", -1),
                campaign(0, CampaignMode.FIFO, CLOSES, List.of()),
                campaign(101, CampaignMode.FIFO, CLOSES, List.of()),
                campaign(1, CampaignMode.DRAW, CLOSES, List.of()),
                campaign(1, CampaignMode.FIFO, OPENS, List.of()),
                campaign(1, CampaignMode.FIFO, OPENS - 1, List.of()),
                campaign(1, CampaignMode.FIFO, CLOSES, tooMany));

        assertThat(refused).allSatisfy(command -> assertThat(log.at(0, command)).isEqualTo(REFUSED));
        assertThat(log.fold.state().campaigns()).isEmpty();
        assertThat(log.at(0, scheduled("a", 1))).isEqualTo(DONE);
    }

    @Test
    void whatTheLiveStateHasNoRoomForIsRefused() {
        assertThat(log.at(0, scheduled("a", 1L << 32))).isEqualTo(REFUSED);
        assertThat(log.at(0, between(Instant.EPOCH.minusNanos(1), Instant.ofEpochMilli(CLOSES))))
                .isEqualTo(REFUSED);
        assertThat(log.at(0, between(Instant.MIN, Instant.MAX))).isEqualTo(REFUSED);
        assertThat(log.at(0, between(Instant.MAX, Instant.ofEpochMilli(CLOSES))))
                .isEqualTo(REFUSED);
        assertThat(log.at(0, between(Instant.EPOCH, Instant.ofEpochMilli(1L << 47))))
                .isEqualTo(REFUSED);
        assertThat(log.at(0, between(Instant.EPOCH, Instant.ofEpochMilli((1L << 47) - 1))))
                .isEqualTo(DONE);
    }

    @Test
    void timesThatDifferWithinAMillisecondAreEqual() {
        Instant opens = Instant.ofEpochMilli(OPENS);

        assertThat(log.at(0, between(opens, opens.plusNanos(999_999)))).isEqualTo(REFUSED);
    }

    @Test
    void anOpeningOfAnUnknownCampaignIsPurged() {
        assertThat(log.at(OPENS, opened("a"))).isEqualTo(new Decision.Purged());
    }

    @Test
    void anOpeningBeforeItsTimeIsRefusedAndAnotherAtItsTimeIsDone() {
        log.at(0, scheduled("schedule", 5));

        assertThat(log.at(OPENS - 1, opened("a"))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, opened("b"))).isEqualTo(DONE);
        assertThat(log.fold.state().due()).containsEntry(SALE, CLOSES);
    }

    @Test
    void anOpeningAtTheClosingTimeIsRefused() {
        log.at(0, scheduled("schedule", 5));

        assertThat(log.at(CLOSES, opened("a"))).isEqualTo(REFUSED);
    }

    @Test
    void anOpeningOfAnOpenOrClosedCampaignIsRefused() {
        LogFixture open = openSale(5);

        assertThat(open.at(OPENS, opened("again"))).isEqualTo(REFUSED);
        open.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(open.at(OPENS, opened("once more"))).isEqualTo(REFUSED);
    }

    @Test
    void aCloseOfAnUnknownCampaignIsPurged() {
        assertThat(log.at(OPENS, closed("a", CloseCause.OPERATOR))).isEqualTo(new Decision.Purged());
    }

    @Test
    void aCloseByTimeIsRefusedBeforeItsTime() {
        LogFixture open = openSale(5);

        assertThat(open.at(CLOSES - 1, closed("a", CloseCause.TIME))).isEqualTo(REFUSED);
        assertThat(open.at(CLOSES, closed("b", CloseCause.TIME))).isEqualTo(DONE);
        assertThat(open.fold.state().due()).isEmpty();
    }

    @Test
    void anOperatorClosesAtAnyTimeButOnlyOnce() {
        log.at(0, scheduled("schedule", 5));

        assertThat(log.at(0, closed("a", CloseCause.OPERATOR))).isEqualTo(DONE);
        assertThat(log.at(0, closed("b", CloseCause.OPERATOR))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, opened("open"))).isEqualTo(REFUSED);
    }

    @Test
    void unknownRulesStopTheFoldAndChangeNothing() {
        log.at(0, scheduled("schedule", 5));
        PartitionState before = log.fold.state();

        assertThatThrownBy(() -> log.at(50, rules(3, "other"))).isInstanceOf(UnknownRulesException.class);
        assertThatThrownBy(() -> log.at(50, new RulesActivated(SALE, "activate", 3)))
                .isInstanceOf(UnknownRulesException.class);

        assertThat(log.fold.state()).isEqualTo(before);
        assertThat(log.at(50, rules(3, "schedule"))).isEqualTo(DONE);
    }

    private static CampaignScheduled between(Instant opens, Instant closes) {
        return new CampaignScheduled(SALE, "a", 1, 5, 1, CampaignMode.FIFO, null, opens, closes, List.of(), null);
    }

    private static CampaignScheduled campaign(int limit, CampaignMode mode, long closes, List<String> segments) {
        return new CampaignScheduled(
                SALE,
                "a",
                1,
                5,
                limit,
                mode,
                null,
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(closes),
                segments,
                null);
    }

    private static CampaignScheduled rules(int version, String commandId) {
        return new CampaignScheduled(
                SALE,
                commandId,
                version,
                5,
                1,
                CampaignMode.FIFO,
                null,
                Instant.ofEpochMilli(OPENS),
                Instant.ofEpochMilli(CLOSES),
                List.of(),
                null);
    }
}
