/** Checks an exported coupon log against the signed roots over it, with the public key and nothing else. */
@NullMarked
package dev.firstcome.model.proof;

import org.jspecify.annotations.NullMarked;
