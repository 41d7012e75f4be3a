package dev.firstcome.coupon.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.fold.Floor;
import dev.firstcome.coupon.fold.FoldNeeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a floor rises, and when it does not. */
class FloorKeeperTests {
    private final FloorKeeper floors = new FloorKeeper();

    @Test
    void itStaysWhereItWasUntilSomethingIsFound() {
        floors.begin(new Floor(40, 4));

        assertThat(floors.at(1_000)).isEqualTo(new Floor(40, 4));
    }

    @Test
    void itRisesWhenAllThatTheStateHadAppliedIsPublished() {
        floors.begin(new Floor(40, 4));
        floors.consider(needs(99, 60));

        assertThat(floors.at(98)).isEqualTo(new Floor(40, 4));
        assertThat(floors.at(99)).isEqualTo(new Floor(60, 6));
        assertThat(floors.at(98)).as("it never falls").isEqualTo(new Floor(60, 6));
    }

    @Test
    void aPlaceThatWaitsIsNotReplacedByOneThatWouldWaitLonger() {
        floors.consider(needs(99, 60));
        floors.consider(needs(200, 150));
        assertThat(floors.at(100)).isEqualTo(new Floor(60, 6));

        floors.consider(needs(200, 150));
        assertThat(floors.at(200)).isEqualTo(new Floor(150, 15));
    }

    @Test
    void aLowerPlaceIsNotLookedAt() {
        floors.begin(new Floor(40, 4));
        floors.consider(needs(99, 30));
        floors.consider(needs(99, 60));

        assertThat(floors.at(99)).isEqualTo(new Floor(60, 6));
    }

    @Test
    void itWaitsUntilNobodyElseNeedsWhatAFoldFromThereWouldSayOtherwise() {
        AtomicLong unsigned = new AtomicLong(99);
        floors.keepFrom(unsigned::get);
        floors.consider(needs(99, 60));
        assertThat(floors.at(99)).isEqualTo(new Floor(0, 0));

        unsigned.set(100);
        assertThat(floors.at(99)).isEqualTo(new Floor(60, 6));
    }

    @Test
    void whatWasFoundBeforeABeginningDoesNotCountAfterIt() {
        floors.consider(needs(99, 60));
        floors.begin(new Floor(10, 1));

        assertThat(floors.at(99)).isEqualTo(new Floor(10, 1));
    }

    private static FoldNeeds needs(long applied, long floor) {
        return new FoldNeeds(applied, 0, new Floor(floor, floor / 10), List.of());
    }
}
