package dev.firstcome.platform.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/**
 * The problem codes of one status that a controller method, or each method of a controller, returns besides the codes
 * that every operation can return. The OpenAPI document declares them. Each code has a text under {@code problem.CODE}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(ProblemCodes.All.class)
public @interface ProblemCodes {
    HttpStatus status();

    /** The codes. */
    String[] value();

    /** The container of repeated annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {
        ProblemCodes[] value();
    }
}
