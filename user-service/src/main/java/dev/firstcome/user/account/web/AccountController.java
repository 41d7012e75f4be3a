package dev.firstcome.user.account.web;

import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.account.NewAccount;
import dev.firstcome.user.account.PersonName;
import dev.firstcome.user.account.ProfileChange;
import dev.firstcome.user.account.SignUp;
import dev.firstcome.user.account.UserLanguage;
import dev.firstcome.user.password.Password;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sign-up and the caller's own account. A request with unknown fields, such as roles, is rejected. */
@RestController
@RequestMapping("/api/users")
@Tag(name = "Accounts")
class AccountController {
    private static final URI ME = URI.create("/api/users/me");

    private final SignUp signUp;
    private final Accounts accounts;

    AccountController(SignUp signUp, Accounts accounts) {
        this.signUp = signUp;
        this.accounts = accounts;
    }

    record SignUpRequest(
            @Nullable String email,
            @Nullable String password,
            @Nullable String name,
            @Nullable String locale) {}

    record SignUpResponse(UUID userId) {}

    /** A field that is null or absent stays unchanged. */
    record ProfileRequest(@Nullable String name, @Nullable String locale) {}

    record AccountResponse(
            UUID userId,
            String email,
            String name,
            String locale,
            List<String> roles,
            List<String> segments,
            Instant createdAt) {
        static AccountResponse of(Account account) {
            return new AccountResponse(
                    account.userId(),
                    account.email().value(),
                    account.name().value(),
                    account.language().tag(),
                    account.roles(),
                    account.segments(),
                    account.createdAt());
        }
    }

    @PostMapping
    @ApiResponse(responseCode = "201", description = "The account id. The Location header has the URI of the account")
    @Operation(
            summary = "Creates an account. 409 EMAIL_TAKEN if the address has one, 400 INVALID_FIELD names the field")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "EMAIL_TAKEN")
    ResponseEntity<SignUpResponse> signUp(@RequestBody SignUpRequest request) {
        NewAccount newAccount = new NewAccount(
                Email.of(request.email()).orElseThrow(invalid("email")),
                Password.of(request.password()).orElseThrow(invalid("password")),
                PersonName.of(request.name()).orElseThrow(invalid("name")),
                request.locale() == null ? UserLanguage.EN : language(request.locale()),
                List.of());
        return switch (signUp.signUp(newAccount)) {
            case SignUp.Outcome.SignedUp(UUID userId) ->
                ResponseEntity.created(ME).body(new SignUpResponse(userId));
            case SignUp.Outcome.EmailTaken() -> throw ProblemException.of(HttpStatus.CONFLICT, "EMAIL_TAKEN");
        };
    }

    @GetMapping("/me")
    @Operation(summary = "The caller's account")
    @ProblemCodes(status = HttpStatus.NOT_FOUND, value = "NOT_FOUND")
    AccountResponse me(@Parameter(hidden = true) @CurrentUser UUID user) {
        return accounts.find(user).map(AccountResponse::of).orElseThrow(ProblemException::notFound);
    }

    @PatchMapping("/me")
    @Operation(summary = "Changes the given fields and returns the account. 400 for unknown fields")
    @ProblemCodes(status = HttpStatus.NOT_FOUND, value = "NOT_FOUND")
    AccountResponse change(@Parameter(hidden = true) @CurrentUser UUID user, @RequestBody ProfileRequest request) {
        ProfileChange change = new ProfileChange(
                request.name() == null ? null : PersonName.of(request.name()).orElseThrow(invalid("name")),
                request.locale() == null ? null : language(request.locale()));
        return accounts.change(user, change).map(AccountResponse::of).orElseThrow(ProblemException::notFound);
    }

    private static UserLanguage language(String locale) {
        return UserLanguage.of(locale).orElseThrow(invalid("locale"));
    }

    /** Uses a separate message per field, in the caller's language. */
    private static Supplier<ProblemException> invalid(String field) {
        return () -> ProblemException.of(
                        HttpStatus.BAD_REQUEST,
                        "INVALID_FIELD",
                        field,
                        new DefaultMessageSourceResolvable("user.field." + field))
                .with("field", field);
    }
}
