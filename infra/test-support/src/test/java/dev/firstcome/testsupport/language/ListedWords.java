package dev.firstcome.testsupport.language;

import dev.firstcome.testsupport.language.SourceText.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words without technical meaning of {@link #FILE}, with their replacements and how often they are allowed. */
final class ListedWords {
    static final Path FILE = Path.of("config/language/words.txt");
    static final int MAX_PER_1000_WORDS = 3;

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern WORD_IN_NAME = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final String SPACE = "[\\s*/_-]+";

    private final Map<String, String> replacements;
    private final Pattern listed;

    private record Use(Path file, int line, String word) {}

    private ListedWords(Map<String, String> replacements) {
        this.replacements = replacements;
        this.listed = Pattern.compile(
                replacements.keySet().stream()
                        .map(word -> word.replace(" ", SPACE))
                        .collect(Collectors.joining("|", "(?<![A-Za-z])(?:", ")(?![A-Za-z])")),
                Pattern.CASE_INSENSITIVE);
    }

    static ListedWords read(Path root) throws IOException {
        Map<String, String> replacements = new LinkedHashMap<>();
        for (String line : Files.readAllLines(root.resolve(FILE))) {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                String[] parts = text.split(":\\s*", 2);
                replacements.put(parts[0], parts.length == 2 ? parts[1] : "the technical term");
            }
        }
        return new ListedWords(replacements);
    }

    /**
     * Returns all uses in a module if they are more than its listed count or exceed the rate, and an outdated count. The
     * files are relative to the root.
     */
    List<Finding> check(Path root, String module, List<Path> files, ModuleList modules) throws IOException {
        long words = 0;
        List<Use> uses = new ArrayList<>();
        for (Path file : files) {
            for (Token token : SourceText.tokens(file.toString(), Files.readString(root.resolve(file)))) {
                words += token.isProse() ? WORD.matcher(token.text()).results().count() : 0;
                addUses(file, token, uses);
            }
        }
        long max = Math.min(modules.wordsMax(module), words * MAX_PER_1000_WORDS / 1_000);
        if (uses.size() <= max) {
            return modules.compareWithWords(module, uses.size());
        }
        String rate = "%s has %d listed words in %d, at most %d are allowed".formatted(module, uses.size(), words, max);
        return uses.stream().map(use -> finding(use, rate)).toList();
    }

    /** Returns all uses in documents, which may have none. The files are relative to the root. */
    List<Finding> checkDocuments(Path root, List<Path> files) throws IOException {
        List<Use> uses = new ArrayList<>();
        for (Path file : files) {
            for (Token token : SourceText.tokens(file.toString(), Files.readString(root.resolve(file)))) {
                addUses(file, token, uses);
            }
        }
        String limit = "documents may have none";
        return uses.stream().map(use -> finding(use, limit)).toList();
    }

    private void addUses(Path file, Token token, List<Use> uses) {
        String text = WORD_IN_NAME.matcher(token.text()).replaceAll(" ");
        Matcher matcher = listed.matcher(text);
        while (matcher.find()) {
            int line = token.line() + SourceText.lineBreaks(text.substring(0, matcher.start()));
            String word = matcher.group().replaceAll(SPACE, " ").toLowerCase(Locale.ROOT);
            uses.add(new Use(file, line, word));
        }
    }

    private Finding finding(Use use, String limit) {
        return new Finding(
                use.file(),
                use.line(),
                "\"%s\": write for example: %s (%s)".formatted(use.word(), replacements.get(use.word()), limit));
    }
}
