package dev.firstcome.e2e.scenarios;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;

/** A scenario of a mutant: its lost or wrong data stays. All of these share a platform, separate from the other scenarios. */
@Order(2)
@ExtendWith(SharedPlatformExtension.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface MutantPlatform {}
