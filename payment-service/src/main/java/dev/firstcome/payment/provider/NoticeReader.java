package dev.firstcome.payment.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the provider says by itself. */
public interface NoticeReader {
    /**
     * Something that the provider tells.
     *
     * @param id the same, however often it is told
     * @param paymentId which payment it is about; null: none of this shop's
     * @param intent as it stood when this was told, if it is about one
     * @param refund as it stood when this was told, if it is about one
     */
    record Notice(
            String id,
            String type,
            @Nullable UUID paymentId,
            Provider.@Nullable Intent intent,
            Provider.@Nullable ProviderRefund refund) {}

    /** Nobody has signed it, or somebody else, or too long ago. */
    final class NotGenuine extends Exception {
        private static final long serialVersionUID = 1;

        public NotGenuine(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /**
     * @param body as it came, to the byte
     * @param signature the header that came with it
     */
    Notice read(String body, String signature) throws NotGenuine;
}
