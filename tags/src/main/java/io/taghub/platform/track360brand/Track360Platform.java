package io.taghub.platform.track360brand;

import io.taghub.platform.Platform;
import io.taghub.tag.ClickIdRule;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.FormType;
import io.taghub.tag.Secret;
import io.taghub.tag.TagType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Track360, the brand's side: customers and what they do. What of it is public is here; hosts, paths and most names are not, and are
 * settings.
 *
 * @see <a href="https://track360.io/developers/connect-to-track360/igaming">the vendor's page</a>
 */
public final class Track360Platform implements Platform {

    record Settings(
            @Described(value = "host of the brand's API, from Track360", example = "api.brand.example", pattern = HOST)
            String host,

            @Described(value = "path that takes a customer", example = "/v1/customers", pattern = PATH)
            String customerPath,

            @Described(value = "path that takes a transaction", example = "/v1/transactions", pattern = PATH)
            String transactionPath,

            @Described(
                    value = "header that carries the Brand Token",
                    example = "X-Brand-Token",
                    pattern = "[A-Za-z0-9-]{1,64}")
            String tokenHeader,

            @Described(value = "what stands before the token, with its blank", example = "Bearer ") @Nullable
            String tokenPrefix,

            @Described("the Brand Token") Secret brandToken,

            @Described(
                    value = "landing parameter with the click id, as agreed",
                    byDefault = "affclickid",
                    pattern = "[a-z0-9_.-]{1,64}")
            String clickId,

            @Described(
                    value =
                            "their name of a customer's field to ours, beside customer_id and signup_date: click.id, click.param.NAME, property.NAME, user.country; with | required none goes out without it",
                    example = "{ affiliate_id: click.param.affid | required }")
            @Nullable
            Map<String, String> customerFields,

            @Described(
                    value =
                            "their name of a transaction's field to ours, beside transaction_id and customer_id: event, status, value, currency, time, click.id, property.NAME; | required as there",
                    example = "{ amount: value }")
            Map<String, String> transactionFields,

            @Described(
                    value =
                            "our status of a conversion to their word; without one for it a pending or reversed one is skipped",
                    example = "{ reversed: reversed }")
            @Nullable
            Map<String, String> statuses,

            @Described(
                    value =
                            "how long a transaction_id is recognised, where the specification says so. Given, an attempt without an answer is repeated for so long")
            @Nullable
            Duration dedupWindow)
            implements FormType.Naming, FormType.SelfDoubting {

        private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)+(:\\d{1,5})?";
        private static final String PATH = "/[\\w./-]{1,200}";

        Settings {
            Track360Field.all(customerFields);
            Track360Field.all(transactionFields);
        }

        @Override
        public List<ClickIdRule> namedClickIds() {
            return FormType.Naming.one(clickId, "track360", "", 90);
        }

        /** Their word for a status; null where nobody said one. */
        @Nullable
        String word(String status) {
            return statuses == null ? null : statuses.get(status);
        }

        @Override
        public List<Form.Problem> doubts() {
            Form.Problem unpublished = new Form.Problem(
                    "host",
                    "needs your partner's specification: host, paths, header and names of fields are not published by"
                            + " Track360; try it in mode shadow or sandbox and compare");
            boolean tracked =
                    Track360Field.all(customerFields).values().stream().anyMatch(Track360Field::isTracking);
            return tracked
                    ? List.of(unpublished)
                    : List.of(
                            unpublished,
                            new Form.Problem(
                                    customerFields == null ? "" : "customer_fields",
                                    "no customer says whose it is; write customer_fields: { affiliate_id: click.param.affid }"
                                            + " or what your specification calls it"));
        }
    }

    @Override
    public TagType<Settings> type() {
        return new FormType<>(
                "track360-brand",
                "Track360, customers and transactions of a brand; needs your partner's specification.",
                Settings.class,
                Track360Tag::new);
    }
}
