/** How well platforms can use the events they get: what we sent them to recognise people by, and what they say of it. */
@org.jspecify.annotations.NullMarked
package io.taghub.quality;
