package dev.firstcome.e2e.bench;

import java.util.Locale;

/** What a figure is to reach. */
sealed interface Goal {
    boolean isMetBy(Series value, double ratio);

    String text();

    /** The ratio to the baseline is at least this. */
    record RatioAtLeast(double bound) implements Goal {
        @Override
        public boolean isMetBy(Series value, double ratio) {
            return ratio >= bound;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "ratio at least %.2f", bound);
        }
    }

    /** The value itself is at most this. */
    record AtMost(double bound) implements Goal {
        @Override
        public boolean isMetBy(Series value, double ratio) {
            return value.median() <= bound;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "at most %,.0f", bound);
        }
    }
}
