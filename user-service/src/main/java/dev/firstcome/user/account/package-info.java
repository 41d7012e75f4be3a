/** User accounts. An e-mail address has at most one account. */
@NullMarked
package dev.firstcome.user.account;

import org.jspecify.annotations.NullMarked;
