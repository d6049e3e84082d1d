package io.taghub.twin;

import java.time.Duration;

/**
 * What a twin is told about the sandbox it lives in.
 *
 * @param ledger where it counts; shared by all
 * @param badWord an access token that contains it is refused
 * @param processingTime how long a platform that answers later takes
 */
public record TwinSetup(Ledger ledger, String badWord, Duration processingTime) {}
