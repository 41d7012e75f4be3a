/** Tests of the proof export. */
@NullMarked
package dev.firstcome.local.proof;

import org.jspecify.annotations.NullMarked;
