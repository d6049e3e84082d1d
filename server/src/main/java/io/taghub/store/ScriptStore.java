package io.taghub.store;

import java.util.Map;

/**
 * The script files that hubs on this database have served under a name with version and hash. Pages pin such a name, and go on
 * asking for it when the hub has long been a newer one, or ask a node that is older still.
 */
public interface ScriptStore {

    /** Keeps these for good; one that is there already stays as it is. */
    void keep(Map<String, byte[]> files);

    /** Every file kept so far, by its name. */
    Map<String, byte[]> all();
}
