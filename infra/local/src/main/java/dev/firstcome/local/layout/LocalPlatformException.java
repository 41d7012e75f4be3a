package dev.firstcome.local.layout;

import org.jspecify.annotations.Nullable;

/** Something a person must know about: what failed, where, and what to do. Carries the exit code of the command line. */
public final class LocalPlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A part or a step failed. */
    public static final int FAILED = 1;

    /** The call was wrong. */
    public static final int WRONG_USE = 2;

    /** The machine lacks something: a port, space, a right, a platform that is supported. */
    public static final int MACHINE_LACKS = 3;

    private final int exitCode;

    private LocalPlatformException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public static LocalPlatformException failed(String message) {
        return new LocalPlatformException(FAILED, message, null);
    }

    public static LocalPlatformException failed(String message, Throwable cause) {
        return new LocalPlatformException(FAILED, message, cause);
    }

    public static LocalPlatformException wrongUse(String message) {
        return new LocalPlatformException(WRONG_USE, message, null);
    }

    public static LocalPlatformException machineLacks(String message) {
        return new LocalPlatformException(MACHINE_LACKS, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
