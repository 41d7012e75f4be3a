/** What user-service tells of its users, and what any service tells them. */
@NullMarked
package dev.firstcome.contracts.user;

import org.jspecify.annotations.NullMarked;
