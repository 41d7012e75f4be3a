/** Tests that need no container engine. */
@NullMarked
package dev.firstcome.testcontainers;

import org.jspecify.annotations.NullMarked;
