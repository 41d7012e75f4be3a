package dev.firstcome.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesTests {
    private static Series of(double... values) {
        Series series = new Series();
        for (double value : values) {
            series.add(value);
        }
        return series;
    }

    @Test
    void medianOfOddCountIsTheMiddleValue() {
        assertThat(of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void medianOfEvenCountIsTheMeanOfTheMiddleValues() {
        assertThat(of(9, 1, 5, 7).median()).isEqualTo(6);
    }

    @Test
    void textShowsMedianAndRange() {
        assertThat(of(1000, 3000, 2000).text()).isEqualTo("2,000 (1,000 to 3,000)");
    }

    @Test
    void goalComparesRatioOfMediansOrMedian() {
        assertThat(new Figure("x", of(4, 5, 6), of(10), new Goal.RatioAtLeast(0.5)).met())
                .isTrue();
        assertThat(new Figure("x", of(4, 5, 6), of(11), new Goal.RatioAtLeast(0.5)).met())
                .isFalse();
        assertThat(new Figure("x", of(4, 5, 6), of(1000), null).met()).isTrue();
        assertThat(new Figure("x", of(4, 5, 6), of(1), new Goal.AtMost(5)).met())
                .isTrue();
        assertThat(new Figure("x", of(4, 5, 6), of(1), new Goal.AtMost(4)).met())
                .isFalse();
    }
}
