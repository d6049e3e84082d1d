/** Platforms that misbehave on order, for every test of how the hub bears it. */
@org.jspecify.annotations.NullMarked
package io.taghub.chaos;
