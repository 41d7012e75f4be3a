package dev.firstcome.e2e.bench;

import java.util.Locale;

/** The target of a figure. */
sealed interface Goal {
    boolean isMetBy(Series value, double ratio);

    String text();

    /** The ratio to the baseline must be at least this bound. */
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

    /** The median value must be at most this bound. */
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
