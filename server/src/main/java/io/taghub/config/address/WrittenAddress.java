package io.taghub.config.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** An IPv4 address in whatever form resolvers take it: {@code 127.1}, {@code 0x7f.0.0.1}, {@code 0177.0.0.1}, {@code 2130706433}. */
final class WrittenAddress {
    private static final int OCTETS = 4;
    private static final Pattern NUMBERS =
            Pattern.compile("(?:0x[0-9a-f]{1,8}|\\d{1,12})(?:\\.(?:0x[0-9a-f]{1,8}|\\d{1,12})){0,3}");

    private WrittenAddress() {}

    /** What resolvers may read in it, of which some take a leading zero for octal and some do not; empty where it is a name. */
    static List<InetAddress> readings(String host) {
        List<InetAddress> readings = new ArrayList<>();
        if (NUMBERS.matcher(host).matches()) {
            String[] parts = host.split("\\.");
            read(parts, true, readings);
            read(parts, false, readings);
        }
        return readings;
    }

    /** As inet_aton does: the last number fills the octets that are left. */
    private static void read(String[] parts, boolean octal, List<InetAddress> readings) {
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < parts.length; i++) {
            int filled = i == parts.length - 1 ? OCTETS - i : 1;
            long number = number(parts[i], octal);
            if (number < 0 || number >= 1L << (8 * filled)) {
                return;
            }
            for (int k = 0; k < filled; k++) {
                octets[i + k] = (byte) (number >> (8 * (filled - 1 - k)));
            }
        }
        try {
            readings.add(InetAddress.getByAddress(octets));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** -1 where it is none. */
    private static long number(String text, boolean octal) {
        if (text.startsWith("0x")) {
            return Long.parseLong(text.substring(2), 16);
        }
        boolean eights = octal && text.length() > 1 && text.startsWith("0");
        return eights && !text.matches("[0-7]+") ? -1 : Long.parseLong(text, eights ? 8 : 10);
    }
}
