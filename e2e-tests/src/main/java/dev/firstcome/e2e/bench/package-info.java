/** Benchmarks of the services against baselines on the same servers, in alternating runs. */
@NullMarked
package dev.firstcome.e2e.bench;

import org.jspecify.annotations.NullMarked;
