/** Products as operators make and change them, and as everybody sees them. */
@NullMarked
package dev.firstcome.catalog.product;

import org.jspecify.annotations.NullMarked;
