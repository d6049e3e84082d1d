package io.taghub.platform.datamanager;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The names a Data Manager request may use; Google's REST front refuses a request with any other.
 *
 * @see <a href="https://developers.google.com/data-manager/api/reference/rest/v1/events/ingest">events.ingest</a>
 */
final class DataManagerTwinJson {
    /** Object by object; {@code name:object} leads on. */
    private static final Map<String, Set<String>> NAMES = Map.ofEntries(
            Map.entry(
                    "request",
                    Set.of(
                            "destinations:destination",
                            "events:event",
                            "consent:consent",
                            "validateOnly",
                            "encoding",
                            "encryptionInfo:any")),
            Map.entry(
                    "destination",
                    Set.of(
                            "reference",
                            "operatingAccount:account",
                            "loginAccount:account",
                            "linkedAccount:account",
                            "productDestinationId")),
            Map.entry("account", Set.of("accountType", "accountId", "product")),
            Map.entry("consent", Set.of("adUserData", "adPersonalization")),
            Map.entry(
                    "event",
                    Set.of(
                            "destinationReferences",
                            "transactionId",
                            "eventTimestamp",
                            "lastUpdatedTimestamp",
                            "userData:userData",
                            "consent:consent",
                            "adIdentifiers:adIdentifiers",
                            "currency",
                            "conversionValue",
                            "conversionCount",
                            "eventSource",
                            "eventDeviceInfo:any",
                            "cartData:cart",
                            "customVariables:variable",
                            "experimentalFields:any",
                            "userProperties:any",
                            "eventName",
                            "clientId",
                            "appInstanceId",
                            "userId",
                            "additionalEventParameters:parameter",
                            "eventLocation:any",
                            "thirdPartyUserData:any",
                            "callInfo:any")),
            Map.entry("userData", Set.of("userIdentifiers:identifier")),
            Map.entry("identifier", Set.of("emailAddress", "phoneNumber", "address:address")),
            Map.entry(
                    "address",
                    Set.of(
                            "givenName",
                            "familyName",
                            "regionCode",
                            "postalCode",
                            "addressLine",
                            "city",
                            "addressLines",
                            "administrativeArea")),
            Map.entry(
                    "adIdentifiers",
                    Set.of(
                            "gclid",
                            "gbraid",
                            "wbraid",
                            "sessionAttributes",
                            "landingPageDeviceInfo:any",
                            "mobileDeviceId",
                            "dclid",
                            "impressionId",
                            "matchId",
                            "encryptedUserIds:any")),
            Map.entry(
                    "cart",
                    Set.of(
                            "merchantId",
                            "merchantFeedLabel",
                            "merchantFeedLanguageCode",
                            "transactionDiscount",
                            "items:item",
                            "couponCodes")),
            Map.entry(
                    "item",
                    Set.of(
                            "merchantProductId",
                            "quantity",
                            "unitPrice",
                            "itemId",
                            "conversionValue",
                            "merchantId",
                            "merchantFeedLabel",
                            "merchantFeedLanguageCode",
                            "customVariables:any",
                            "additionalItemParameters:any")),
            Map.entry("variable", Set.of("variable", "value", "destinationReferences")),
            Map.entry("parameter", Set.of("parameterName", "value")));

    private DataManagerTwinJson() {}

    /** Where names stand that the API does not know, such as {@code events[0].currencyCode}. */
    static List<String> unknownNames(JsonNode request) {
        List<String> unknown = new ArrayList<>();
        visit("", "request", request, unknown);
        return unknown;
    }

    private static void visit(String path, String type, JsonNode node, List<String> unknown) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(path + "[" + i + "]", type, node.get(i), unknown);
            }
            return;
        }
        Set<String> names = NAMES.getOrDefault(type, Set.of());
        for (var field : node.properties()) {
            String here = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            String prefix = field.getKey() + ":";
            String child = names.stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .findFirst()
                    .orElse("any");
            if (child.equals("any") && !names.contains(field.getKey()) && !names.contains(prefix + "any")) {
                unknown.add(here);
            } else if (!child.equals("any")) {
                visit(here, child, field.getValue(), unknown);
            }
        }
    }

    /** The name as the violations spell it: {@code adUserData} is {@code ad_user_data} there. */
    static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
