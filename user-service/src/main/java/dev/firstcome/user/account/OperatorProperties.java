package dev.firstcome.user.account;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The first operator, made at the start where it is missing. Without both, none is made.
 *
 * @param password takes effect only when the account is made
 */
@ConfigurationProperties("user.operator")
public record OperatorProperties(
        @Nullable String email, @Nullable String password) {
    @Override
    public String toString() {
        return "(an operator)";
    }
}
