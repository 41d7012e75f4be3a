package dev.firstcome.platform.openapi;

import io.swagger.v3.core.jackson.TypeNameResolver;

/**
 * Names of schemas: the simple class name, for a nested class with the name of the enclosing one before it. The
 * {@code Page} records of two controllers would have one schema otherwise. A class {@code …Bodies} is only a namespace.
 */
final class SchemaNames extends TypeNameResolver {
    private static final String NAMESPACE = "Bodies";

    @Override
    protected String getNameOfClass(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> enclosing = type.getEnclosingClass();
        if (enclosing == null || enclosing.getSimpleName().endsWith(NAMESPACE)) {
            return name;
        }
        String prefix = enclosing.getSimpleName().replaceFirst("Controller$", "");
        return name.startsWith(prefix) ? name : prefix + name;
    }
}
