package dev.firstcome.platform.tokens;

import java.util.List;
import java.util.UUID;

/**
 * The authenticated user, from the claims of the access token. Controllers receive it by a parameter with
 * {@link CurrentUser}.
 *
 * @param segments the user groups for targeted campaigns, as of the issue time of the token
 */
public record Caller(UUID userId, List<String> segments) {}
