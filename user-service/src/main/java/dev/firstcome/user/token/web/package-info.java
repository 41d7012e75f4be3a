/** HTTP endpoints of public keys and stream tickets. */
@NullMarked
package dev.firstcome.user.token.web;

import org.jspecify.annotations.NullMarked;
