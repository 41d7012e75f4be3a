package dev.firstcome.user.message;

/**
 * A message and its position in the user's inbox.
 *
 * @param position number of the message in commit order, from 1; all smaller positions were committed before
 */
public record PositionedMessage(long position, Message message) {}
