package dev.firstcome.user.account;

import dev.firstcome.platform.startup.Startup;
import dev.firstcome.user.password.Password;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Makes the operator's account once. An account that took the address before is left alone and gains no role. */
@Component
final class FirstOperator implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(FirstOperator.class);

    private final OperatorProperties properties;
    private final Accounts accounts;
    private final SignUp signUp;
    private final Startup startup;

    FirstOperator(OperatorProperties properties, Accounts accounts, SignUp signUp, Startup startup) {
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
                .orElseThrow(() -> new IllegalStateException("user.operator.email is no e-mail address"));
        Password password = Password.of(properties.password())
                .orElseThrow(() -> new IllegalStateException("user.operator.password is no usable password"));
        NewAccount operator =
                new NewAccount(email, password, new PersonName("Operator"), UserLanguage.EN, List.of(Account.OPERATOR));
        startup.untilDone("first operator", () -> makeIfMissing(operator));
    }

    /** Looks first, so that a start with the account in place costs no hash. */
    private void makeIfMissing(NewAccount operator) {
        if (accounts.findByEmail(operator.email()).isEmpty()) {
            signUp.signUp(operator);
        }
        boolean may = accounts.findByEmail(operator.email())
                .map(found -> found.account().roles().contains(Account.OPERATOR))
                .orElse(false);
        if (!may) {
            log.warn("the address in user.operator.email belongs to an account without the role OPERATOR");
        }
    }
}
