package dev.firstcome.platform.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;

class PostgresErrorsTests {
    private final PostgresErrors errors = new PostgresErrors();

    @ParameterizedTest
    @ValueSource(strings = {"57014", "25P03", "25P04"})
    void aTimeoutIsTransient(String state) {
        assertThat(translate(new SQLException("canceled", state)))
                .isInstanceOf(QueryTimeoutException.class)
                .isInstanceOf(TransientDataAccessException.class);
    }

    @Test
    void aLockTimeoutIsTransient() {
        assertThat(translate(new SQLException("lock not available", "55P03")))
                .isInstanceOf(CannotAcquireLockException.class)
                .isInstanceOf(TransientDataAccessException.class);
    }

    @Test
    void otherErrorsAreTranslatedAsInSpring() {
        assertThat(translate(new SQLIntegrityConstraintViolationException("duplicate key", "23505")))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private DataAccessException translate(SQLException error) {
        DataAccessException translated = errors.translate("a task", "select 1", error);
        assertThat(translated).isNotNull().hasCause(error);
        return Objects.requireNonNull(translated);
    }
}
