package dev.firstcome.e2e.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The values that the runs of one benchmark measured. */
final class Series {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** "median (smallest to largest)". */
    String text() {
        List<Double> sorted = sorted();
        return String.format(Locale.ROOT, "%,.0f (%,.0f to %,.0f)", median(), sorted.getFirst(), sorted.getLast());
    }

    double smallest() {
        return sorted().getFirst();
    }

    double largest() {
        return sorted().getLast();
    }

    private List<Double> sorted() {
        if (values.isEmpty()) {
            throw new IllegalStateException("the series is empty");
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }
}
