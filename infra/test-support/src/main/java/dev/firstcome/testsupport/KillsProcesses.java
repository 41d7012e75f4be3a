package dev.firstcome.testsupport;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test, or all tests of a class, that kill a process of this machine. The Maven profile {@code containers} excludes
 * them.
 */
@Tag(KillsProcesses.TAG)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface KillsProcesses {
    /** The tag in the parent POM. */
    String TAG = "kills-processes";
}
