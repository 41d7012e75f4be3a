package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.openapi.ApiOperation;

/**
 * A call with one hostile value.
 *
 * @param place where the value is, such as {@code body price.amount}
 * @param kind how its response is checked
 */
record HostileCall(ApiOperation operation, String place, String value, RawRequest request, Kind kind) {
    /** What is known of the response. */
    enum Kind {
        /** The operation answers, with a declared status and code. */
        OPERATION,
        /** The gateway or an HTTP server can answer before the operation. */
        PROTOCOL
    }

    @Override
    public String toString() {
        return "%s, %s = %s".formatted(operation, place, value);
    }
}
