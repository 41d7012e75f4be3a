/** Products: operators create and change them, and all users can read them. */
@NullMarked
package dev.firstcome.catalog.product;

import org.jspecify.annotations.NullMarked;
