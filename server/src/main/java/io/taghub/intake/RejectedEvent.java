package io.taghub.intake;

/** Why one event of a post was not taken, as the sender is told. */
public record RejectedEvent(int index, String reason) {}
