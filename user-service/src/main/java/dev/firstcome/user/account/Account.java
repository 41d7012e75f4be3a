package dev.firstcome.user.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user of the shop.
 *
 * @param roles additional permissions; {@code OPERATOR} grants access to the operator endpoints
 * @param segments groups to which a campaign can be restricted; set by operators only
 */
public record Account(
        UUID userId,
        Email email,
        PersonName name,
        UserLanguage language,
        List<String> roles,
        List<String> segments,
        Instant createdAt) {
    public static final String OPERATOR = "OPERATOR";
}
