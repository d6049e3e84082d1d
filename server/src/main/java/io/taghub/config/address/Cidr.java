package io.taghub.config.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A block of IP addresses, {@code 10.0.0.0/8} or {@code fc00::/7}. */
public record Cidr(byte[] network, int bits) {
    private static final Pattern ADDRESS = Pattern.compile(
            "((0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}|[\\da-fA-F:.]*:[\\da-fA-F:.]*)(/(0|[1-9]\\d{0,2}))?");

    /** @throws IllegalArgumentException if it is not of the form ADDRESS/BITS or ADDRESS */
    public static Cidr of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        // The JDK turns ::ffff:0:0 into an IPv4 address; as a block it means the mapped form, which the JDK never
        // yields.
        byte[] network = address.getAddress();
        int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException(text + " is not an address block");
        }
        return new Cidr(network, bits);
    }

    /**
     * As a person wrote it: the JDK takes {@code 203.0.113} for 203.0.0.113, and here that is a slip.
     *
     * @throws IllegalArgumentException if it is no whole address, or has more bits than one
     */
    public static Cidr written(String text) {
        Cidr block = of(text);
        if (block.bits > block.network.length * 8 || !ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("half an address, or more bits than it has");
        }
        return block;
    }

    public static List<Cidr> all(String... texts) {
        return Arrays.stream(texts).map(Cidr::of).toList();
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length || bits > bytes.length * 8) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(bytes, 0, whole, network, 0, whole)) {
            return false;
        }
        int mask = bits % 8 == 0 ? 0 : 0xff << (8 - bits % 8) & 0xff;
        return mask == 0 || (bytes[whole] & mask) == (network[whole] & mask);
    }
}
