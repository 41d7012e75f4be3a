/** Accounts: who a user is, and the one account that an e-mail address can have. */
@NullMarked
package dev.firstcome.user.account;

import org.jspecify.annotations.NullMarked;
