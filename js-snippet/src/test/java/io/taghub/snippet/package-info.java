/** The snippet in a real Chromium, against a stand-in for the hub. */
@org.jspecify.annotations.NullMarked
package io.taghub.snippet;
