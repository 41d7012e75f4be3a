package dev.firstcome.user.account.store;

import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** The primary key of an e-mail claim: it guarantees that an address is claimed once. */
@Embeddable
record EmailClaimKey(short bucket, String email) implements Serializable {}
