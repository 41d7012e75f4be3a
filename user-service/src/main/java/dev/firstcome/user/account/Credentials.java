package dev.firstcome.user.account;

/** An account and its password hash. */
public record Credentials(Account account, String passwordHash) {
    @Override
    public String toString() {
        return "credentials of " + account.userId();
    }
}
