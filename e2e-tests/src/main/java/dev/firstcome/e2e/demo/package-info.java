/** A rush for everyone to watch: a crowd, a campaign, and the proof that it was fair. */
@NullMarked
package dev.firstcome.e2e.demo;

import org.jspecify.annotations.NullMarked;
