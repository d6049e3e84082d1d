package io.taghub.tag;

import java.time.Duration;

/**
 * A query parameter of landing addresses that carries a click id.
 *
 * @param name lower case; it matches in any case, its value to the letter
 * @param platform whose click it is
 * @param pattern regular expression (RE2 subset) the value must match as a whole; empty for any
 * @param lifetime how long the platform honours the click
 * @param exclusive whether no other receiver's click ids are called so: whom two tags tell of one, they tell on purpose
 */
public record ClickIdRule(String name, String platform, String pattern, Duration lifetime, boolean exclusive) {}
