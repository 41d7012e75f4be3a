/** Attempts every forbidden operation on the services and their stores and expects a refusal. */
@NullMarked
package dev.firstcome.e2e.access;

import org.jspecify.annotations.NullMarked;
