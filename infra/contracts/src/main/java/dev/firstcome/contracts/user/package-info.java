/** Events of user-service about accounts, and the messages that services send to users. */
@NullMarked
package dev.firstcome.contracts.user;

import org.jspecify.annotations.NullMarked;
