package dev.firstcome.local.cli.operator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A user whose account and password {@code ./firstcome token} creates. As in user-service, spellings of one email
 * address in different case are one user.
 *
 * @param email trimmed and in lower case
 */
record LocalUser(String email) {
    static LocalUser of(String email) {
        return new LocalUser(email.strip().toLowerCase(Locale.ROOT));
    }

    /** The name of the file that contains the password. */
    String secretName() {
        return "user-" + URLEncoder.encode(email, StandardCharsets.UTF_8);
    }
}
