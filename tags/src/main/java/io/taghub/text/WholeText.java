package io.taghub.text;

/** Text that can be written as UTF-8. */
public final class WholeText {
    private static final char REPLACEMENT = '\ufffd';

    private WholeText() {}

    /** Half a surrogate pair (an emoji cut in two by somebody's substring) has no form in UTF-8. */
    public static String of(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isBmpCodePoint(text.codePointAt(i))) {
                    mended = mended == null ? new StringBuilder(text) : mended;
                    mended.setCharAt(i, REPLACEMENT);
                } else {
                    i++;
                }
            }
        }
        return mended == null ? text : mended.toString();
    }
}
