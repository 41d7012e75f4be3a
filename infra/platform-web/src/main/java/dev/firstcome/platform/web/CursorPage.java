package dev.firstcome.platform.web;

import dev.firstcome.platform.problems.ProblemException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. A page is full if it has as many items as the limit; only the next item shows whether it is the last.
 *
 * @param nextCursor the cursor of the next page; null on the last page, also if that page is full
 */
public record CursorPage<T, C>(List<T> items, @Nullable C nextCursor) {
    public CursorPage {
        items = List.copyOf(items);
    }

    /**
     * Reads one item more than the limit, which decides whether there is a next page.
     *
     * @param bounds the caller's limit and the largest one
     * @param read returns at most that many items, in the order of the list
     * @param body the item as the client sees it
     * @param cursor the cursor after an item
     * @throws ProblemException INVALID_FIELD if the limit is out of bounds; nothing is read then
     */
    public static <S, T, C> CursorPage<T, C> read(
            Limit bounds, IntFunction<List<S>> read, Function<S, T> body, Function<S, C> cursor) {
        int limit = bounds.checked();
        List<S> found = read.apply(limit + 1);
        List<S> page = found.subList(0, Math.min(limit, found.size()));
        C next = found.size() > limit ? cursor.apply(page.getLast()) : null;
        return new CursorPage<>(page.stream().map(body).toList(), next);
    }

    /** The caller's limit of a page, and the largest that the list allows. */
    public record Limit(int asked, int max) {
        private int checked() {
            if (asked < 1 || asked > max) {
                throw ProblemException.invalid("limit", "1 to " + max);
            }
            return asked;
        }
    }
}
