package dev.firstcome.user.password;

/** More passwords are to be hashed than the cores can do in time; the caller may come again. */
public final class HashingOverloaded extends RuntimeException {
    HashingOverloaded(String message) {
        super(message, null, false, false);
    }
}
