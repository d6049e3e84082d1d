/** {@code /in/{source}}: webhooks and postbacks of others, verified, kept as they came and made into events. */
@NullMarked
package io.taghub.intake.webhook;

import org.jspecify.annotations.NullMarked;
