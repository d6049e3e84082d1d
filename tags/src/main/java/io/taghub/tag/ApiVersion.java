package io.taghub.tag;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which version of the platform's interface a tag speaks.
 *
 * @param version as it stands in the address or the header, {@code v27.0}
 * @param ends the day on which the vendor switches it off; null where none is published
 */
public record ApiVersion(String version, @Nullable LocalDate ends) {}
