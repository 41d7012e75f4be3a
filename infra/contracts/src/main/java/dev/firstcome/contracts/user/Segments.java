package dev.firstcome.contracts.user;

import java.util.List;
import java.util.regex.Pattern;

/** Names of groups of users that campaigns can be limited to. Operators put users into them. */
public final class Segments {
    /** How many groups one user can be in: all of them are in each of the user's tokens. */
    public static final int OF_USER_MAX = 20;

    /** How many groups a campaign can name. */
    public static final int OF_CAMPAIGN_MAX = 50;

    /** In words, for whoever is told that a name is none. */
    public static final String FORM = "each 1 to 40 of a-z, 0-9, - and _";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,40}");

    private Segments() {}

    /** Whether these are at most so many names. */
    public static boolean areNames(List<String> segments, int max) {
        return segments.size() <= max
                && segments.stream()
                        .allMatch(segment ->
                                segment != null && NAME.matcher(segment).matches());
    }
}
