package dev.firstcome.user.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user of the shop.
 *
 * @param roles what the user may do beside what everyone may; {@code OPERATOR} opens the control room
 * @param segments groups that campaigns can be limited to; set by operators only
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
