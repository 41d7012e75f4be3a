package dev.firstcome.e2e.openapi;

/**
 * A parameter of an operation.
 *
 * @param in {@code path}, {@code query} or {@code header}
 */
public record ApiParameter(String name, String in, boolean required, ApiSchema schema) {}
