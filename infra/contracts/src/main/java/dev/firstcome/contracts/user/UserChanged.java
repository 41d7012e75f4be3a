package dev.firstcome.contracts.user;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An account was created or changed. The event has all data that other services may use; it has neither the name nor
 * the e-mail address. Consumers apply newer versions and ignore older ones.
 *
 * @param version 1 for the new account
 */
@EventType("user.changed.v1")
public record UserChanged(
        UUID userId, long version, String language, List<String> roles, List<String> segments, Instant changedAt) {}
