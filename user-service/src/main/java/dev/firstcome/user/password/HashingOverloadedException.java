package dev.firstcome.user.password;

/** Thrown when a password hash cannot start within its maximum wait. The client may retry. */
public final class HashingOverloadedException extends RuntimeException {
    HashingOverloadedException(String message) {
        super(message, null, false, false);
    }
}
