package io.taghub.store;

/** One database seen from three sides. Admission writes to all of them in one transaction. */
public interface Store extends AutoCloseable {

    Journal journal();

    LaneStore lanes();

    IdentityStore identity();

    ScriptStore scripts();

    /** Whether another node may write to the same database, so that new events arrive without this node's doing. */
    boolean shared();

    /** Whether the last write worked; false while the disk is full or the database away. */
    boolean healthy();

    @Override
    void close();
}
