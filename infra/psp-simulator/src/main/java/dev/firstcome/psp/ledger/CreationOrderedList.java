package dev.firstcome.psp.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Items in creation order, listed newest first. Not thread-safe. */
final class CreationOrderedList<T extends ListItem> {
    private final List<T> items = new ArrayList<>();
    private final Map<String, Integer> indexes = new HashMap<>();

    /** Adds the item or replaces the item with the same id. */
    void put(T item) {
        Integer index = indexes.putIfAbsent(item.id(), items.size());
        if (index == null) {
            items.add(item);
        } else {
            items.set(index, item);
        }
    }

    @Nullable
    T get(String id) {
        Integer index = indexes.get(id);
        return index == null ? null : items.get(index);
    }

    int size() {
        return items.size();
    }

    /** Epoch seconds of the newest item; 0 if the list is empty. */
    long newest() {
        return items.isEmpty() ? 0 : items.getLast().created();
    }

    /** @return empty if {@code startingAfter} is unknown */
    Optional<Page<T>> page(ListQuery query, Predicate<T> filter) {
        int from = items.size() - 1;
        String after = query.startingAfter();
        if (after != null) {
            Integer index = indexes.get(after);
            if (index == null) {
                return Optional.empty();
            }
            from = index - 1;
        }
        List<T> found = new ArrayList<>();
        for (int i = from; i >= 0 && found.size() <= query.limit(); i--) {
            T item = items.get(i);
            // Creation times never decrease, so all earlier items are out of range too.
            if (item.created() < query.createdMin()) {
                break;
            }
            if (item.created() <= query.createdMax() && filter.test(item)) {
                found.add(item);
            }
        }
        boolean more = found.size() > query.limit();
        return Optional.of(new Page<>(more ? found.subList(0, query.limit()) : found, more));
    }
}
