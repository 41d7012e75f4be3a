package dev.firstcome.contracts.user;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An account was made or changed: all that other services may know of it. Neither name nor e-mail address is told.
 *
 * @param version 1 for the sign-up; what is newer than a reader knows counts, what is older does not
 */
@EventType("user.changed.v1")
public record UserChanged(
        UUID userId, long version, String language, List<String> roles, List<String> segments, Instant changedAt) {}
