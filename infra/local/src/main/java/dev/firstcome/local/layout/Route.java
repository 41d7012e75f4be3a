package dev.firstcome.local.layout;

/**
 * How one listening port of a platform is reached, where that is not the port itself.
 *
 * @param name in the table of {@link Ports}
 * @param port where all others connect; whoever stands between parts must listen here
 * @param target where the part listens
 */
public record Route(String name, int port, int target) {}
