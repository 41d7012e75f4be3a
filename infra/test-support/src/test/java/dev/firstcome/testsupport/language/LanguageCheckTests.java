package dev.firstcome.testsupport.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule on a repository with one module, {@code shop}. */
class LanguageCheckTests {
    private static final String MAIN = "shop/src/main/java/shop/";
    private static final String TEST = "shop/src/test/java/shop/";
    private static final String THOUSAND_WORDS = "word ".repeat(1_000);

    @TempDir
    private Path root;

    @BeforeEach
    void createModule() throws IOException {
        write("pom.xml", "<modules><module>shop</module></modules>");
        write("config/language/modules.txt", "converted shop # a comment\n");
        write("config/language/words.txt", "# a comment\nblorp: item\nblorps off: leaves\n");
        write(MAIN + "package-info.java", "/** A shop. */\npackage shop;\n");
    }

    @Test
    void aCleanModulePasses() throws IOException {
        write(MAIN + "Cart.java", """
                package shop;

                /** The items of a customer. */
                final class Cart {
                    Cart(%s) {}

                    record Values(%s) {}

                    static final class FullException extends RuntimeException {}
                }
                """.formatted(parameters(7), parameters(8)));
        for (int type = 2; type <= 15; type++) {
            write(MAIN + "Type" + type + ".java", "package shop; interface Type%d {}".formatted(type));
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void aListedWordFails() throws IOException {
        write(MAIN + "Cart.java", comment(THOUSAND_WORDS) + comment("blorp"));

        assertThat(findings())
                .containsExactly(MAIN + "Cart.java:2: \"blorp\": write for example: item"
                        + " (shop has 1 listed words in 1003, at most 0 are allowed)");
    }

    @Test
    void aListedCountMustDecreaseWithTheWords() throws IOException {
        write("config/language/modules.txt", "converted shop\nwords shop 2\n");
        write(MAIN + "Cart.java", comment(THOUSAND_WORDS) + comment("blorp"));

        assertThat(findings())
                .containsExactly("config/language/modules.txt:2: shop has only 1 listed words; correct the line");
    }

    @Test
    void noListedCountExceedsTheRate() throws IOException {
        write("config/language/modules.txt", "converted shop\nwords shop 4\n");
        write(MAIN + "Cart.java", comment(THOUSAND_WORDS) + comment("blorp") + comment("Blorp") + comment("BLORP"));
        assertThat(findings()).singleElement().asString().contains("only 3 listed words");

        write(MAIN + "Shelf.java", comment("a shelf") + "\n\n" + comment("one more blorp"));

        assertThat(findings())
                .hasSize(4)
                .contains(MAIN + "Shelf.java:4: \"blorp\": write for example: item"
                        + " (shop has 4 listed words in 1010, at most 3 are allowed)");
    }

    @Test
    void listedWordsAreFoundInNamesLiteralsScriptsAndMessages() throws IOException {
        write(MAIN + "Cart.java", """
                package shop;

                class BlorpList {
                    int blorpCount;
                    String text = "a \\"blorp\\"";
                    char quote = '"';
                    String block = \"""
                            a "quoted" blorp\""";
                    /* It blorps
                     * off. */
                    int use() {
                        return blorpCount;
                    }
                }
                """);
        write("shop/src/main/resources/cart.lua", "local count = 'blorp' -- it blorps\n-- off\n");
        write("shop/src/main/resources/problems.properties", "problem.FULL=It is full.\nproblem.BLORP=No blorp.\n");

        assertThat(places())
                .containsExactly(
                        MAIN + "Cart.java:3",
                        MAIN + "Cart.java:4",
                        MAIN + "Cart.java:5",
                        MAIN + "Cart.java:8",
                        MAIN + "Cart.java:9",
                        "shop/src/main/resources/cart.lua:1",
                        "shop/src/main/resources/cart.lua:1",
                        "shop/src/main/resources/problems.properties:2",
                        "shop/src/main/resources/problems.properties:2");
    }

    @Test
    void koreanTextsMigrationsAndOtherWordsDoNotCount() throws IOException {
        write("shop/src/main/resources/problems_ko.properties", "problem.FULL=blorp\n");
        write("shop/src/main/resources/db/migration/V1__carts.sql", "-- a blorp\n");
        write(MAIN + "Cart.java", comment("blorping, sublorp"));

        assertThat(findings()).isEmpty();
    }

    @Test
    void aListedWordInADocumentFails() throws IOException {
        write("shop/README.md", "Blorp\n");
        write("docs/guide.md", "# A guide\n\nA blorp.\nIt blorps\noff.\n");

        assertThat(findings())
                .containsExactly(
                        "docs/guide.md:3: \"blorp\": write for example: item (documents may have none)",
                        "docs/guide.md:4: \"blorps off\": write for example: leaves (documents may have none)",
                        "shop/README.md:1: \"blorp\": write for example: item (documents may have none)");
    }

    @Test
    void codeInDocumentsDoesNotCount() throws IOException {
        write("README.md", """
                The name `blorp`, the text ``a `blorp` `` and a text
                that continues `in the next
                line with a blorp` are code; blorps `x` off.

                ```bash
                a blorp
                ```
                  ~~~
                  blorp
                  ~~~
                An unpaired ` is no code.

                So this blorp ` is found.
                """);

        assertThat(places()).containsExactly("README.md:13");
    }

    @Test
    void decisionsAndGeneratedDocumentsAreNotChecked() throws IOException {
        for (String folder :
                List.of("docs/decisions", "config/language", "shop/target", "node_modules", ".firstcome")) {
            write(folder + "/module/README.md", "blorp\n");
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void anExceptionWithoutSuffixFails() throws IOException {
        write(MAIN + "Cart.java", "package shop;\n\nclass Cart {\n    class Full extends java.io.IOException {}\n}\n");

        assertThat(findings()).containsExactly(MAIN + "Cart.java:4: Full is an exception; end its name in Exception");
    }

    @Test
    void anEighthConstructorParameterFailsOutsideOfTests() throws IOException {
        String type = "package shop;\n\nclass Cart {\n    Cart(%s) {}\n}\n".formatted(parameters(8));
        write(MAIN + "Cart.java", type);
        write(TEST + "Cart.java", type);

        assertThat(places()).containsExactly(MAIN + "Cart.java:4");
        assertThat(findings().getFirst()).contains("shop.Cart: 8 of at most 7 constructor parameters");
    }

    @Test
    void aSixteenthTypeOfAPackageFailsOutsideOfTests() throws IOException {
        for (int type = 1; type <= 16; type++) {
            write(MAIN + "Type" + type + ".java", "package shop; class Type%d { class Nested {} }".formatted(type));
            write(TEST + "Test" + type + ".java", "package shop; class Test%d {}".formatted(type));
        }

        assertThat(places()).containsExactly(MAIN + "package-info.java:1");
        assertThat(findings().getFirst()).contains("shop: 16 of at most 15 types in a package");
    }

    @Test
    void aTestMustNotSleep() throws IOException {
        String sleeps = """
                package shop;

                class Pause {
                    void pause() throws InterruptedException {
                        Thread.sleep(1);
                        java.util.concurrent.locks.LockSupport.parkNanos(1);
                        TimeUnit.SECONDS.sleep(1);
                        parkUntil(1);
                        wait(1);
                    }
                }
                """;
        write(MAIN + "Pause.java", sleeps);
        write(TEST + "Pause.java", sleeps);

        assertThat(places())
                .containsExactly(
                        TEST + "Pause.java:5", TEST + "Pause.java:6", TEST + "Pause.java:7", TEST + "Pause.java:8");
    }

    @Test
    void anUnlistedModuleFails() throws IOException {
        write("pom.xml", "<modules><module>shop</module><module>till</module></modules>");

        assertThat(findings())
                .containsExactly("pom.xml:1: module till is not listed; add it to config/language/modules.txt");
    }

    @Test
    void aListedModuleThatIsNotBuiltFails() throws IOException {
        write("config/language/modules.txt", "converted shop\nunconverted till till.web\n");

        assertThat(findings())
                .containsExactly("config/language/modules.txt:2: till is no module of pom.xml; remove it");
    }

    @Test
    void onlyNewPackagesOfAnUnconvertedModuleAreChecked() throws IOException {
        write("config/language/modules.txt", "unconverted shop shop\n");
        write(MAIN + "Cart.java", "package shop; class Full extends Exception {} // blorp");
        assertThat(findings()).isEmpty();

        write(MAIN + "web/Cart.java", "package shop.web; class Full extends Exception {}");

        assertThat(places()).containsExactly(MAIN + "web/Cart.java:1");
    }

    @Test
    void anExceptedSizeMustNotGrow() throws IOException {
        write("config/language/modules.txt", "converted shop\nexcept parameters shop.Cart 9\n");
        write(MAIN + "Cart.java", "package shop; class Cart { Cart(%s) {} }".formatted(parameters(9)));
        assertThat(findings()).isEmpty();

        write(MAIN + "Cart.java", "package shop; class Cart { Cart(%s) {} }".formatted(parameters(10)));

        assertThat(findings()).singleElement().asString().contains("shop.Cart: 10 of at most 9");
    }

    @Test
    void anUnusedSizeExceptionFails() throws IOException {
        write("config/language/modules.txt", "converted shop\nexcept types shop 20\n");

        assertThat(findings())
                .containsExactly("config/language/modules.txt:2: shop keeps the limit of types, or no longer exists;"
                        + " remove the line");
    }

    @Test
    void anUnknownLineOfTheListIsRejected() throws IOException {
        write("config/language/modules.txt", "convert shop\n");

        assertThatThrownBy(this::findings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("modules.txt:1")
                .hasMessageContaining("convert shop");
    }

    private List<String> findings() throws IOException {
        return LanguageCheck.of(root).findings().stream().map(Finding::toString).toList();
    }

    private List<String> places() throws IOException {
        return LanguageCheck.of(root).findings().stream()
                .map(finding -> finding.file() + ":" + finding.line())
                .toList();
    }

    private static String comment(String text) {
        return "/* %s */\n".formatted(text);
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(index -> "int p" + index).collect(Collectors.joining(", "));
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
    }
}
