package dev.firstcome.user.account;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The initial operator account, created at startup if it is missing. None is created unless both properties are set.
 *
 * @param password takes effect only when the account is created
 */
@ConfigurationProperties("user.operator")
public record OperatorProperties(
        @Nullable String email, @Nullable String password) {
    @Override
    public String toString() {
        return "(operator credentials)";
    }
}
