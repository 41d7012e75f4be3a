package dev.firstcome.local.layout;

/**
 * A listening port of the platform that is reached through another port.
 *
 * @param name the name in the table of {@link Ports}
 * @param port the advertised port, on which a proxy must listen
 * @param target the port on which the process listens
 */
public record Route(String name, int port, int target) {}
