/** Issues access tokens and stream tickets, and manages their signing keys. */
@NullMarked
package dev.firstcome.user.token;

import org.jspecify.annotations.NullMarked;
