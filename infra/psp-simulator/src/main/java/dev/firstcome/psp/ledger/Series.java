package dev.firstcome.psp.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Things in the order of their making, listed newest first. Not for several threads at once. */
final class Series<T extends Listed> {
    private final List<T> all = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();

    /** Adds it, or puts it in the place of the one with the same id. */
    void put(T one) {
        Integer place = places.putIfAbsent(one.id(), all.size());
        if (place == null) {
            all.add(one);
        } else {
            all.set(place, one);
        }
    }

    @Nullable
    T get(String id) {
        Integer place = places.get(id);
        return place == null ? null : all.get(place);
    }

    int size() {
        return all.size();
    }

    /** Seconds of the epoch; 0 where there is none. */
    long newest() {
        return all.isEmpty() ? 0 : all.getLast().created();
    }

    /** @return empty where the one to start after is not known */
    Optional<Page<T>> page(Slice slice, Predicate<T> wanted) {
        int from = all.size() - 1;
        String after = slice.startingAfter();
        if (after != null) {
            Integer place = places.get(after);
            if (place == null) {
                return Optional.empty();
            }
            from = place - 1;
        }
        List<T> found = new ArrayList<>();
        for (int place = from; place >= 0 && found.size() <= slice.limit(); place--) {
            T one = all.get(place);
            // Times never fall along the series, so nothing further back can be wanted.
            if (one.created() < slice.createdMin()) {
                break;
            }
            if (one.created() <= slice.createdMax() && wanted.test(one)) {
                found.add(one);
            }
        }
        boolean more = found.size() > slice.limit();
        return Optional.of(new Page<>(more ? found.subList(0, slice.limit()) : found, more));
    }
}
