package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.access.AccessTokenForge;
import dev.firstcome.e2e.openapi.ApiOperation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one worker: none for public operations, a user's, or an operator's. The operator changes before the
 * burst of the rate limit is used up. Not thread-safe.
 */
final class CallerTokens {
    private static final int CALLS_PER_OPERATOR = 30;

    private final AccessTokenForge forge;
    private final String user;
    private String operator;
    private int operatorCalls;

    CallerTokens(AccessTokenForge forge, String user) {
        this.forge = forge;
        this.user = user;
        this.operator = newOperator();
    }

    /** Null if the operation needs none. */
    @Nullable
    String tokenFor(ApiOperation operation) {
        if (operation.isPublic()) {
            return null;
        }
        if (!operation.isForOperators()) {
            return user;
        }
        if (++operatorCalls > CALLS_PER_OPERATOR) {
            changeOperator();
        }
        return operator;
    }

    /** After a call that the rate limit refused. */
    void changeOperator() {
        operator = newOperator();
        operatorCalls = 0;
    }

    private String newOperator() {
        return forge.operator(UUID.randomUUID(), Instant.now());
    }
}
