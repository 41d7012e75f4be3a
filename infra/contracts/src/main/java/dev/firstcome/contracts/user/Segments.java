package dev.firstcome.contracts.user;

import java.util.List;
import java.util.regex.Pattern;

/** The names of user segments. A campaign can be limited to segments; operators assign users to them. */
public final class Segments {
    /** The maximum number of segments of a user. Each of the user's tokens contains all of them. */
    public static final int PER_USER_MAX = 20;

    /** The maximum number of segments of a campaign. */
    public static final int PER_CAMPAIGN_MAX = 50;

    /** The name format as text for error messages. */
    public static final String NAME_FORMAT = "each 1 to 40 of a-z, 0-9, - and _";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

    private Segments() {}

    /** Returns whether the list has at most {@code max} names and each has the format {@link #NAME_FORMAT}. */
    public static boolean areValid(List<String> segments, int max) {
        return segments.size() <= max
                && segments.stream()
                        .allMatch(segment ->
                                segment != null && NAME.matcher(segment).matches());
    }
}
