package dev.firstcome.payment.shop;

/** The catalog or the wallet gave no usable response. The call can be retried. */
public final class DownstreamUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DownstreamUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public DownstreamUnavailableException(String message) {
        super(message);
    }
}
