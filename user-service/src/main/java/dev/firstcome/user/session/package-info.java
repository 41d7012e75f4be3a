/** Sessions: sign-in, refresh with rotation, sign-out. */
@NullMarked
package dev.firstcome.user.session;

import org.jspecify.annotations.NullMarked;
