package dev.firstcome.e2e.testrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenarioGroupsTests {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @Test
    void eachScenarioIsInOneGroupAndNoGroupIsTooLong() {
        SplittableRandom random = new SplittableRandom(Seeds.one());
        Map<String, Long> seconds = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            seconds.put("Scenario" + i, random.nextLong(1, 100));
        }

        ScenarioGroups groups = ScenarioGroups.of(seconds, LIMIT);

        assertThat(IntStream.range(0, groups.count()).boxed().flatMap(i -> groups.group(i).stream()))
                .containsExactlyInAnyOrderElementsOf(seconds.keySet());
        assertThat(IntStream.range(0, groups.count()))
                .allMatch(i -> groups.group(i).stream().mapToLong(seconds::get).sum() <= LIMIT.toSeconds());
    }

    @Test
    void aScenarioThatIsTooLongHasAGroupOfItsOwn() {
        ScenarioGroups groups = ScenarioGroups.of(Map.of("Long", 500L, "Short", 10L, "Medium", 60L), LIMIT);

        assertThat(groups.count()).isEqualTo(2);
        assertThat(groups.group(0)).containsExactly("Long");
        assertThat(groups.group(1)).containsExactly("Medium", "Short");
    }

    @Test
    void theHashChoosesEachGroup() {
        ScenarioGroups groups = ScenarioGroups.of(Map.of("A", 90L, "B", 90L, "C", 90L), LIMIT);

        assertThat(IntStream.range(-3, 3).map(groups::chosenBy)).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void thereMayBeNoGroup() {
        ScenarioGroups groups = ScenarioGroups.of(Map.of(), LIMIT);

        assertThat(groups.group(groups.chosenBy(17))).isEmpty();
    }
}
