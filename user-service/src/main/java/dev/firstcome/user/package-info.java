/** Accounts of the shop's users, their sessions, and the keys that verify their access tokens. */
@NullMarked
package dev.firstcome.user;

import org.jspecify.annotations.NullMarked;
