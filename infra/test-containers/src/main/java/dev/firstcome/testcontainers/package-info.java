/** Test infrastructure in containers. */
@NullMarked
package dev.firstcome.testcontainers;

import org.jspecify.annotations.NullMarked;
