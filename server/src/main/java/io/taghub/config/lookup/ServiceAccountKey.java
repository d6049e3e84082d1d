package io.taghub.config.lookup;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges a service account's key file by what a request for a token needs of it. */
public final class ServiceAccountKey {
    private static final JsonMapper JSON = new JsonMapper();

    private ServiceAccountKey() {}

    /** Why no token can be had with it, without a word of it; null where one can. */
    public static @Nullable String wrong(String file) {
        JsonNode key;
        try {
            key = JSON.readTree(file);
        } catch (JacksonException noJson) {
            return "this is no key file; it is the JSON that is downloaded with a service account's new key";
        }
        if (!key.isObject()) {
            return "this is no key file; it is the JSON that is downloaded with a service account's new key";
        }
        String type = key.path("type").asString("service_account");
        if (!type.equals("service_account")) {
            return "this file is no service account's key: its 'type' is "
                    + (type.matches("[a-z_]{1,40}") ? "'" + type + "'" : "another")
                    + "; download a key of the service account itself";
        }
        for (String field : new String[] {"client_email", "private_key"}) {
            if (key.path(field).asString("").isBlank()) {
                return "'" + field + "' is missing in this key file; download it anew";
            }
        }
        return isKey(key.path("private_key").asString())
                ? null
                : "the 'private_key' in this file is none that can be read; it begins with -----BEGIN PRIVATE KEY-----,"
                        + " and its line breaks are \\n";
    }

    private static boolean isKey(String pem) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }
}
