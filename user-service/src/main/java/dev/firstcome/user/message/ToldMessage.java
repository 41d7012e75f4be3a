package dev.firstcome.user.message;

/**
 * A message in its user's inbox.
 *
 * @param position counts the user's messages in the order in which they came in: a message with a smaller position was
 *     committed before, so whoever has seen one has seen all before it
 */
public record ToldMessage(long position, Message message) {}
