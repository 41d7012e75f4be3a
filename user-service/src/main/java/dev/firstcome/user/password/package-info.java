/** Passwords and their memory-hard hashes. */
@NullMarked
package dev.firstcome.user.password;

import org.jspecify.annotations.NullMarked;
