package dev.firstcome.local.layout;

import org.jspecify.annotations.Nullable;

/** A failure that the user must handle. Its message states what failed and what to do. It has an exit code. */
public final class LocalPlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A process or a step failed. */
    public static final int FAILED = 1;

    /** The command, an option or an argument is invalid. */
    public static final int WRONG_USE = 2;

    /** A machine requirement is missing, such as a port, disk space, a permission or a supported platform. */
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
