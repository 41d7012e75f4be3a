/** That tampered exports are refused. */
@NullMarked
package dev.firstcome.model.proof;

import org.jspecify.annotations.NullMarked;
