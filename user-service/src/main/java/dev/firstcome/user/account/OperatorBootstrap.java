package dev.firstcome.user.account;

import dev.firstcome.platform.startup.StartupTasks;
import dev.firstcome.user.password.Password;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Creates the operator account at startup if it is missing. An existing account with that address gains no role. */
@Component
final class OperatorBootstrap implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(OperatorBootstrap.class);

    private final OperatorProperties properties;
    private final Accounts accounts;
    private final SignUp signUp;
    private final StartupTasks startup;

    OperatorBootstrap(OperatorProperties properties, Accounts accounts, SignUp signUp, StartupTasks startup) {
        this.properties = properties;
        this.accounts = accounts;
        this.signUp = signUp;
        this.startup = startup;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.email() == null || properties.password() == null) {
            return;
        }
        Email email = Email.of(properties.email())
                .orElseThrow(() -> new IllegalStateException("user.operator.email is not a valid e-mail address"));
        Password password = Password.of(properties.password())
                .orElseThrow(() -> new IllegalStateException("user.operator.password must have 8 to 128 characters"));
        NewAccount operator =
                new NewAccount(email, password, new PersonName("Operator"), UserLanguage.EN, List.of(Account.OPERATOR));
        startup.runUntilSuccessful("first operator", () -> createIfMissing(operator));
    }

    /** Queries first, so that a start with an existing account computes no password hash. */
    private void createIfMissing(NewAccount operator) {
        if (accounts.findByEmail(operator.email()).isEmpty()) {
            signUp.signUp(operator);
        }
        boolean isOperator = accounts.findByEmail(operator.email())
                .map(found -> found.account().roles().contains(Account.OPERATOR))
                .orElse(false);
        if (!isOperator) {
            log.warn("the account of user.operator.email does not have the role OPERATOR");
        }
    }
}
