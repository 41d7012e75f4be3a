package dev.firstcome.platform.web;

/** The header in which the gateway tells a service from which address a call came; a client's own is taken out at the door. */
public final class ClientAddress {
    public static final String HEADER = "X-Internal-Client-Address";

    private ClientAddress() {}
}
