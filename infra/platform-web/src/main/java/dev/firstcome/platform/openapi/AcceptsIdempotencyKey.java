package dev.firstcome.platform.openapi;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the optional header {@code Idempotency-Key} of operations that read it from the request themselves. */
@Parameter(
        name = "Idempotency-Key",
        in = ParameterIn.HEADER,
        description = "The client's id of the command: a repeated command has no second effect.",
        schema = @Schema(type = "string", minLength = 1, maxLength = 255))
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AcceptsIdempotencyKey {}
