package dev.firstcome.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTableTests {

    @Test
    void everyTopicOfTheContractsIsThereOnce() {
        List<String> names = TopicTable.ALL.stream().map(TopicSpec::name).toList();

        assertThat(names).doesNotHaveDuplicates().containsAll(namesInContracts());
    }

    @Test
    void nothingElseIsThereButDeadLettersOfTheseTopics() {
        assertThat(TopicTable.ALL.stream()
                        .map(topic -> topic.name().replace(Topics.DEAD_LETTER_SUFFIX, ""))
                        .toList())
                .allMatch(namesInContracts()::contains);
    }

    @Test
    void deadLettersHaveAsManyPartitionsAsWhatTheyCameFrom() {
        assertThat(TopicTable.ALL.stream()
                        .map(TopicSpec::name)
                        .filter(name -> name.endsWith(Topics.DEAD_LETTER_SUFFIX))
                        .map(name -> name.replace(Topics.DEAD_LETTER_SUFFIX, "")))
                .containsExactlyInAnyOrderElementsOf(Topics.WITH_DEAD_LETTERS)
                .allSatisfy(name -> assertThat(
                                topic(name + Topics.DEAD_LETTER_SUFFIX).partitions())
                        .isEqualTo(topic(name).partitions()));
    }

    @Test
    void theCouponLogIsNeverDeletedByAgeAndHasTheBrokersClock() {
        assertThat(topic(Topics.COUPON_REQUESTS))
                .isEqualTo(new TopicSpec(
                        "coupon.requests",
                        12,
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                "-1",
                                "message.timestamp.type",
                                "LogAppendTime")));
    }

    @Test
    void compactedTopicsHaveOnePartition() {
        assertThat(TopicTable.ALL)
                .filteredOn(topic -> "compact".equals(topic.settings().get("cleanup.policy")))
                .hasSize(6)
                .allMatch(topic -> topic.partitions() == 1);
    }

    private static TopicSpec topic(String name) {
        return TopicTable.ALL.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> namesInContracts() {
        return Arrays.stream(Topics.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(TopicTableTests::value)
                .filter(name -> !name.equals(Topics.DEAD_LETTER_SUFFIX))
                .toList();
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
