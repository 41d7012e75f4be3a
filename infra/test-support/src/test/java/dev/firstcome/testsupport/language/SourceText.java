package dev.firstcome.testsupport.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits Java and Lua sources into comments, literals and names. A message file or a document is one text. */
final class SourceText {
    private static final String STRING = "\"(?:[^\"\\\\\\n]|\\\\.)*+\"";
    private static final String TEXT_BLOCK = "\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*+\"\"\"";
    private static final String QUOTED = "'(?:[^'\\\\\\n]|\\\\.)*+'";
    private static final String NAME = "|(?<name>[A-Za-z_$][\\w$]*+)";

    private static final Pattern JAVA = Pattern.compile(
            "(?<prose>/\\*.*?\\*/|" + lineComments("//") + "|" + TEXT_BLOCK + "|" + STRING + ")|" + QUOTED + NAME,
            Pattern.DOTALL);
    private static final Pattern LUA = Pattern.compile(
            "(?<prose>--\\[\\[.*?\\]\\]|" + lineComments("--") + "|" + STRING + "|" + QUOTED + ")" + NAME,
            Pattern.DOTALL);

    private static final String FENCED_CODE =
            "^[ \\t]*+(?<fence>`{3,}+|~{3,}+)[^`\\n]*+$.*?(?:^[ \\t]*+\\k<fence>|\\z)";

    /** Ends with as many back quotes as it begins with, in the same paragraph. */
    private static final String CODE_SPAN =
            "(?<!`)(?<quotes>`++)(?:[^`\\n]|\\n(?![ \\t]*+\\n)|(?!\\k<quotes>(?!`))`++)*+\\k<quotes>";

    private static final Pattern MARKDOWN_CODE =
            Pattern.compile(FENCED_CODE + "|" + CODE_SPAN, Pattern.MULTILINE | Pattern.DOTALL);

    private SourceText() {}

    /** @param isProse whether it is a comment, a literal or a message, whose words count; otherwise it is a name */
    record Token(String text, int line, boolean isProse) {}

    /** Adjacent line comments, because a sentence can continue in the next one. */
    private static String lineComments(String start) {
        return start + "[^\\n]*+(?:\\n\\s*+" + start + "[^\\n]*+)*+";
    }

    /** Returns the tokens of a file in their order. A name is included once, because its uses change together. */
    static List<Token> tokens(String file, String content) {
        if (file.endsWith(".java")) {
            return split(JAVA.matcher(content), content);
        }
        if (file.endsWith(".md")) {
            return List.of(new Token(withoutCode(content), 1, true));
        }
        return file.endsWith(".lua") ? split(LUA.matcher(content), content) : List.of(new Token(content, 1, true));
    }

    /** Replaces code by back quotes, so that positions stay and the words around it do not become neighbours. */
    private static String withoutCode(String markdown) {
        Matcher matcher = MARKDOWN_CODE.matcher(markdown);
        return matcher.replaceAll(code -> code.group().replaceAll("[^\\n]", "`"));
    }

    private static List<Token> split(Matcher matcher, String content) {
        List<Token> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int line = 1;
        int end = 0;
        while (matcher.find()) {
            line += lineBreaks(content.substring(end, matcher.start()));
            end = matcher.start();
            boolean isProse = matcher.group("prose") != null;
            if (isProse || (matcher.group("name") != null && names.add(matcher.group()))) {
                tokens.add(new Token(matcher.group(), line, isProse));
            }
        }
        return tokens;
    }

    static int lineBreaks(String text) {
        return (int) text.chars().filter(character -> character == '\n').count();
    }
}
