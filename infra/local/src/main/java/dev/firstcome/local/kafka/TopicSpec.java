package dev.firstcome.local.kafka;

import java.util.Map;

/**
 * The specification of a topic.
 *
 * @param settings the configuration of the topic, without the defaults of the brokers
 */
public record TopicSpec(String name, int partitions, Map<String, String> settings) {}
