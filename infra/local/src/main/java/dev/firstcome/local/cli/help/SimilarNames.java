package dev.firstcome.local.cli.help;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds names that a word misspells: at most one typing error per three characters of the name. */
final class SimilarNames {
    private static final int CHARACTERS_PER_ERROR = 3;

    private SimilarNames() {}

    /** The similar names, the most similar first. */
    static List<String> of(String word, Collection<String> names) {
        String lower = word.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(lower, name) <= Math.max(1, name.length() / CHARACTERS_PER_ERROR))
                .sorted(Comparator.comparingInt((String name) -> distance(lower, name))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours. */
    static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : distance(one, other, i, j, distances);
            }
        }
        return distances[one.length()][other.length()];
    }

    private static int distance(String one, String other, int i, int j, int[][] distances) {
        boolean equal = one.charAt(i - 1) == other.charAt(j - 1);
        int replaced = distances[i - 1][j - 1] + (equal ? 0 : 1);
        int shortest = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(shortest, distances[i - 2][j - 2] + 1) : shortest;
    }
}
