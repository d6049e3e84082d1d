package io.taghub.event;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an event is worth.
 *
 * @param amount in major units (49.99), exact; negative only for corrections
 * @param currency ISO 4217 code in upper case, absent where the sender did not say
 */
public record Money(BigDecimal amount, @Nullable String currency) {}
