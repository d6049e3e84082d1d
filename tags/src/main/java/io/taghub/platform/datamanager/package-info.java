/** Google Ads by way of the Data Manager API, and the sandbox's stand-in for it. */
@NullMarked
package io.taghub.platform.datamanager;

import org.jspecify.annotations.NullMarked;
