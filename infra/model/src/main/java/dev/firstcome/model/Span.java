package dev.firstcome.model;

/**
 * Where in the log a campaign begins and ends.
 *
 * @param first offset of the record that scheduled it
 * @param before the fold's time before that record
 * @param last offset of the last record that asked to schedule it, mostly {@code first}
 * @param ended offset of its closing; -1: it is not closed
 * @param endedAt the fold's time at its closing; -1: it is not closed
 */
public record Span(long first, long before, long last, long ended, long endedAt) {
    static Span begins(long offset, long before) {
        return new Span(offset, before, offset, -1, -1);
    }

    Span askedAgain(long offset) {
        return new Span(first, before, offset, ended, endedAt);
    }

    Span ends(long offset, long time) {
        return new Span(first, before, last, offset, time);
    }

    /** Whether a campaign that begins there begins among the records that schedule this one. */
    boolean isCutAt(long offset) {
        return offset > first && offset <= last;
    }
}
