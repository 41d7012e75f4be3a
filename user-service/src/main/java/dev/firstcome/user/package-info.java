/** User accounts, sessions, access tokens and in-app messages. */
@NullMarked
package dev.firstcome.user;

import org.jspecify.annotations.NullMarked;
