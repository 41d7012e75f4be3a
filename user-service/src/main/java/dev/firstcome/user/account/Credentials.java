package dev.firstcome.user.account;

/** An account together with the hash that its password is compared with. */
public record Credentials(Account account, String passwordHash) {
    @Override
    public String toString() {
        return "credentials of " + account.userId();
    }
}
