package dev.firstcome.platform.entities;

import dev.firstcome.platform.shards.ShardsAutoConfiguration;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.orm.jpa.hibernate.SharedSessionCreator;

/**
 * Auto-configures the store of Hibernate entities in services with Hibernate. Spring Boot's {@code JpaTransactionManager}
 * then opens the transactions of the shards, for Hibernate and {@code JdbcClient} alike.
 */
@AutoConfiguration(after = {ShardsAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
@ConditionalOnClass({SessionFactory.class, SharedSessionCreator.class})
public class EntitiesAutoConfiguration {
    @Bean
    @ConditionalOnBean(EntityManagerFactory.class)
    EntityStore entityStore(EntityManagerFactory factory, SQLExceptionTranslator errors) {
        return new EntityStore(factory.unwrap(SessionFactory.class), errors);
    }
}
