/** The demo: many users, one campaign, and a verification that all invariants hold. */
@NullMarked
package dev.firstcome.e2e.demo;

import org.jspecify.annotations.NullMarked;
