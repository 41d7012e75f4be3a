package dev.firstcome.platform.deadletters;

/** The position of a record, which its topic may have deleted. */
public record RecordPosition(String topic, int partition, long offset) {}
