/** In-app messages to users, and their live feed. */
@NullMarked
package dev.firstcome.user.message;

import org.jspecify.annotations.NullMarked;
