package dev.firstcome.platform.outbox;

import io.micrometer.core.instrument.MeterRegistry;

/** What every shard's relay works with. */
record RelayParts(OutboxProperties properties, OutboxTables tables, EventSender sender, MeterRegistry meters) {}
