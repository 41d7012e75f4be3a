package dev.firstcome.platform.entities;

import jakarta.persistence.PersistenceException;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.orm.jpa.hibernate.HibernateExceptionTranslator;
import org.springframework.orm.jpa.hibernate.SharedSessionCreator;

/**
 * Loads and saves Hibernate entities in the transaction that {@link dev.firstcome.platform.shards.Shards} opened.
 *
 * <p>Each call executes its SQL at once, on the connection that {@code JdbcClient} uses in the same transaction. So all
 * statements run in the order of the code. A {@link StatelessSession} has no first-level cache, no dirty checking and no
 * lazy loading: a loaded entity is a copy of its row. Failures are the exceptions that {@code JdbcClient} throws.
 * Thread-safe.
 */
public final class EntityStore {
    private final StatelessSession session;
    private final HibernateExceptionTranslator exceptions = new HibernateExceptionTranslator();

    /** @param errors translates the errors of the database, as for {@code JdbcClient} */
    public EntityStore(SessionFactory sessions, SQLExceptionTranslator errors) {
        this.session = SharedSessionCreator.createSharedStatelessSession(sessions);
        this.exceptions.setJdbcExceptionTranslator(errors);
    }

    /** Loads the row with this id. Empty if it does not exist. */
    public <E> Optional<E> find(Class<E> type, Object id) {
        return call(current -> Optional.ofNullable(current.get(type, id)));
    }

    /** Loads the row with this id and locks it until the transaction ends. Empty if it does not exist. */
    public <E> Optional<E> lock(Class<E> type, Object id) {
        return call(current -> Optional.ofNullable(current.get(type, id, LockMode.PESSIMISTIC_WRITE)));
    }

    /**
     * Inserts the row of a new entity, whose id and version the caller has assigned.
     *
     * @throws org.springframework.dao.DuplicateKeyException if a row with an equal unique key exists. The transaction
     *     cannot execute other statements after that
     */
    public void insert(Object entity) {
        call(current -> current.insert(entity));
    }

    /**
     * Writes the updatable columns of the entity and increments its version, in one statement that compares the version.
     *
     * @throws org.springframework.dao.OptimisticLockingFailureException if the row does not exist or has another version
     */
    public void update(Object entity) {
        call(current -> {
            current.update(entity);
            return entity;
        });
    }

    /**
     * Executes queries or batches with the session of the current transaction. The work must not keep the session.
     *
     * @throws org.springframework.dao.DataAccessException if the work fails in Hibernate or in the database
     */
    public <T> T call(Function<StatelessSession, T> work) {
        try {
            return work.apply(session);
        } catch (PersistenceException failed) {
            throw DataAccessUtils.translateIfNecessary(failed, exceptions);
        }
    }
}
