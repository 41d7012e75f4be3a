package dev.firstcome.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name and version of an event or command: the value of its {@code ce_type} header (CloudEvents, Kafka binary
 * mode). An incompatible change gets a new version, and so a new name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {
    String value();
}
