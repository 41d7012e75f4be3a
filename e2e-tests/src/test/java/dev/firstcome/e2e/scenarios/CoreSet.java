package dev.firstcome.e2e.scenarios;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** A scenario, or one test of it, that every run of {@code ./firstcome test} executes. All of them take ten minutes at most. */
@Tag(CoreSet.TAG)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface CoreSet {
    /** The tag that JUnit sees. */
    String TAG = "core";
}
