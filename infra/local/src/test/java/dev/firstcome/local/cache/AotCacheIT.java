package dev.firstcome.local.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.testsupport.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final List<String> FLAGS = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
    private static final String HELLO = "0: Hello from a process of its own";

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AotCacheTrainer maker = new AotCacheTrainer(new PrintStream(said, true, StandardCharsets.UTF_8));
    private TrainedGreeting greeting;

    @BeforeEach
    void pack() throws IOException {
        greeting = new TrainedGreeting(folder, FLAGS);
    }

    @Test
    void theJvmTakesWhatWasMadeAndNothingElseIsLeft() throws Exception {
        assertThat(greeting.cache().use()).isEmpty();

        maker.make(List.of(greeting));

        assertThat(caches()).containsExactly(greeting.cache().file());
        assertThat(greeting.runs(greeting.cache().use())).isEqualTo(HELLO);
        // Where it must be used, a JVM that refuses it ends with an error.
        assertThat(greeting.runs(List.of("-XX:AOTCache=" + greeting.cache().file(), "-XX:AOTMode=on")))
                .isEqualTo(HELLO);
    }

    @Test
    void aRunningProgramIsStoppedGracefullyOnceItIsReady() throws Exception {
        maker.make(List.of(new TrainedGreeting(folder, FLAGS, "up")));

        assertThat(caches()).containsExactly(greeting.cache().file());
    }

    @Test
    void anotherJarOrFlagHasAnotherCacheAndTheOldOneGoes() throws Exception {
        maker.make(List.of(greeting));
        Path before = greeting.cache().file();

        Files.setLastModifiedTime(greeting.jar(), FileTime.from(Instant.ofEpochSecond(1_000_000_000)));

        assertThat(greeting.cache().use()).isEmpty();
        assertThat(greeting.cache().isWanted()).isTrue();
        assertThat(new TrainedGreeting(folder, List.of("-Xmx33m")).cache().file())
                .isNotEqualTo(greeting.cache().file())
                .isNotEqualTo(before);
        maker.make(List.of(greeting));
        assertThat(caches()).containsExactly(greeting.cache().file()).doesNotContain(before);
    }

    @Test
    void aSpoiltCacheEndsNoStart() throws Exception {
        Files.writeString(greeting.cache().file(), "not a cache");

        assertThat(greeting.runs(greeting.cache().use())).isEqualTo(HELLO);
    }

    @Test
    void whatCannotBeMadeIsNotTriedAtEveryStart() throws Exception {
        TrainedGreeting broken = new TrainedGreeting(folder, List.of("-XX:NoSuchFlag"));

        maker.make(List.of(broken));

        assertThat(broken.cache().isWanted()).isFalse();
        assertThat(broken.cache().use()).isEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("ended with 1 and built no cache");
        assertThat(greeting.cache().isWanted()).isTrue();
    }

    @Test
    void aKilledBuilderLeavesNoFileAndTheNextOneContinues() throws Exception {
        TrainedGreeting endless = new TrainedGreeting(folder, FLAGS, "up") {
            @Override
            public boolean isReady() {
                return false;
            }
        };
        Thread making = Thread.ofVirtual().start(() -> maker.make(List.of(endless)));
        Eventually.holds("the training runs", BOUND, () -> Files.exists(folder.resolve("work")));

        maker.end();
        making.join(BOUND);

        assertThat(making.isAlive()).isFalse();
        assertThat(caches()).isEmpty();
        new AotCacheTrainer(System.out).make(List.of(greeting));
        assertThat(caches()).hasSize(1);
    }

    @Test
    void ofTwoMakersOneWorks() throws Exception {
        Thread other = Thread.ofVirtual().start(() -> new AotCacheTrainer(System.out).make(List.of(greeting)));
        maker.make(List.of(greeting));
        other.join(BOUND);

        assertThat(caches()).containsExactly(greeting.cache().file());
    }

    private List<Path> caches() throws IOException {
        List<Path> caches = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.aot*")) {
            files.forEach(caches::add);
        }
        return caches;
    }
}
