package dev.firstcome.testsupport.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sources of this repository comply with {@code config/language/README.md}. */
class LanguageTests {
    @Test
    void allModulesComply() throws IOException {
        List<Finding> findings = LanguageCheck.of(repository()).findings();

        assertThat(findings)
                .withFailMessage(() -> findings.stream()
                        .map(Finding::toString)
                        .collect(Collectors.joining("\n", "see config/language/README.md\n", "\n")))
                .isEmpty();
    }

    private static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(ModuleList.FILE))) {
                return folder;
            }
        }
        throw new IllegalStateException("no parent folder contains " + ModuleList.FILE);
    }
}
