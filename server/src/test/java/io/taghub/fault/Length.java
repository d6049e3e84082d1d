package io.taghub.fault;

/** Whether this is the long run ({@code -DfaultRun=long}) or the short one inside the suite. */
final class Length {
    static final boolean LONG = "long".equals(System.getProperty("faultRun"));

    private Length() {}

    /** The number for this run. */
    static int of(int shortRun, int longRun) {
        return LONG ? longRun : shortRun;
    }
}
