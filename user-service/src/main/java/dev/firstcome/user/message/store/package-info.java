/** Messages as rows. */
@NullMarked
package dev.firstcome.user.message.store;

import org.jspecify.annotations.NullMarked;
