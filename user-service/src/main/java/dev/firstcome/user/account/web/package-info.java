/** HTTP endpoints of accounts and segments. */
@NullMarked
package dev.firstcome.user.account.web;

import org.jspecify.annotations.NullMarked;
