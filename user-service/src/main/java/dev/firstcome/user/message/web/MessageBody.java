package dev.firstcome.user.message.web;

import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.user.message.Message;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.MessageSource;

/** A message in its reader's language. */
record MessageBody(UUID messageId, MessageKind kind, String text, Instant sentAt) {
    static MessageBody of(Message message, MessageSource texts, Locale language) {
        Map<String, String> details = message.details();
        Object[] parts = {
            details.getOrDefault("campaign", ""), details.getOrDefault("why", ""), money(details, language)
        };
        String text = texts.getMessage("message." + message.kind(), parts, language);
        return new MessageBody(message.id(), message.kind(), text.strip(), message.sentAt());
    }

    private static String money(Map<String, String> details, Locale language) {
        String total = details.get("total");
        String code = details.get("currency");
        if (total == null || code == null) {
            return "";
        }
        Currency currency = Currency.getInstance(code);
        NumberFormat form = NumberFormat.getCurrencyInstance(language);
        form.setCurrency(currency);
        form.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        form.setMaximumFractionDigits(currency.getDefaultFractionDigits());
        return form.format(BigDecimal.valueOf(Long.parseLong(total), currency.getDefaultFractionDigits()));
    }
}
