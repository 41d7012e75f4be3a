/** Scenarios that prove the guarantees of the platform on a running instance, with and without faults. */
@NullMarked
package dev.firstcome.e2e.scenarios;

import org.jspecify.annotations.NullMarked;
