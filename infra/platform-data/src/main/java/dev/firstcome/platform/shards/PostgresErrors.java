package dev.firstcome.platform.shards;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Translates the errors with which Postgres ends a slow statement to transient exceptions, which callers may retry. */
final class PostgresErrors implements SQLExceptionTranslator {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";
    private static final String IDLE_IN_TRANSACTION_TIMEOUT = "25P03";
    private static final String TRANSACTION_TIMEOUT = "25P04";

    private final SQLExceptionTranslator others = new SQLExceptionSubclassTranslator();

    @Override
    public @Nullable DataAccessException translate(String task, @Nullable String sql, SQLException error) {
        return switch (String.valueOf(error.getSQLState())) {
            case LOCK_NOT_AVAILABLE -> new CannotAcquireLockException(task, error);
            case QUERY_CANCELED, IDLE_IN_TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT ->
                new QueryTimeoutException(task, error);
            default -> others.translate(task, sql, error);
        };
    }
}
