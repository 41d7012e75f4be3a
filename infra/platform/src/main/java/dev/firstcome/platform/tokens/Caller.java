package dev.firstcome.platform.tokens;

import java.util.List;
import java.util.UUID;

/**
 * The user who calls, as the token says. A controller's parameter of this type that is annotated with {@link CurrentUser}
 * gets it.
 *
 * @param segments groups that campaigns can be limited to; as old as the token
 */
public record Caller(UUID userId, List<String> segments) {}
