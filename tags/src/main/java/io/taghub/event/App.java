package io.taghub.event;

/** What may be known of the app in which an event happened; see {@link Details}. Ids are as the app's SDKs give them. */
public enum App {
    /** Package or bundle id, or the store's number. */
    ID,
    NAME,
    /** As people read it: {@code 7.14.2}. */
    VERSION,
    /** As the store counts it: {@code 71402}. */
    BUILD,
    /** Firebase's app instance id, under which GA4 knows the installation. */
    INSTANCE_ID,
    /** IDFA or Google's advertising id: which of them, {@link Device#OS} says. Personal. */
    ADVERTISING_ID,
    /** IDFV: one maker's apps on one device. Personal. */
    VENDOR_ID,
    /** An SDK's own id of the installation. Personal. */
    ANONYMOUS_ID,
    /** {@code AUTHORIZED}, {@code DENIED}, {@code NOT_DETERMINED}, {@code RESTRICTED} or {@code NOT_APPLICABLE}. */
    ATT_STATUS,
    /** Whether the device's owner allows the app to track: {@code true} or {@code false}. */
    TRACKING_ENABLED,
    INSTALL_REFERRER,
    INSTALLER_PACKAGE,
    URL_SCHEMES,
    CAMPAIGN_IDS
}
