/**
 * What an operator says of the events of one tag and of all: which of them a tag gets, what of them, worth how much, and what an
 * event must be. Read once when the config is, pure afterwards. There is no expression language: a condition is a field,
 * a word and a value.
 */
@NullMarked
package io.taghub.rule;

import org.jspecify.annotations.NullMarked;
