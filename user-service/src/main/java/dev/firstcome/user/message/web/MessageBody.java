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

/** A message with its text in the language of the request. */
record MessageBody(UUID messageId, MessageKind kind, String text, Instant sentAt) {
    static MessageBody of(Message message, MessageSource texts, Locale language) {
        Map<String, String> details = message.details();
        Object[] arguments = {
            details.getOrDefault("campaign", ""), details.getOrDefault("reason", ""), money(details, language)
        };
        String text = texts.getMessage("message." + message.kind(), arguments, language);
        return new MessageBody(message.id(), message.kind(), text.strip(), message.sentAt());
    }

    private static String money(Map<String, String> details, Locale language) {
        String total = details.get("total");
        String code = details.get("currency");
        if (total == null || code == null) {
            return "";
        }
        Currency currency = Currency.getInstance(code);
        NumberFormat format = NumberFormat.getCurrencyInstance(language);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
        return format.format(BigDecimal.valueOf(Long.parseLong(total), currency.getDefaultFractionDigits()));
    }
}
