package dev.firstcome.platform.deadletters;

/** Where a record stands, or stood while its topic kept it. */
public record RecordPlace(String topic, int partition, long offset) {}
