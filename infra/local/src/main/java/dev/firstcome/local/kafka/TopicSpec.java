package dev.firstcome.local.kafka;

import java.util.Map;

/**
 * A topic as it is made.
 *
 * @param settings the topic's own configuration; what the brokers set for all is not repeated
 */
public record TopicSpec(String name, int partitions, Map<String, String> settings) {}
