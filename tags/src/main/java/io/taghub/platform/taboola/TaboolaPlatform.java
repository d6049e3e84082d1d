package io.taghub.platform.taboola;

import io.taghub.platform.Platform;
import io.taghub.tag.Described;
import io.taghub.tag.Form;
import io.taghub.tag.FormType;
import io.taghub.tag.TagType;
import io.taghub.twin.Twin;
import io.taghub.twin.TwinSetup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Taboola, conversions from server to server: one call each, which Taboola looks at, or many in one, which it does not.
 *
 * @see <a href="https://developers.taboola.com/pixel/docs/postback-url-error-codes">the vendor's page</a>
 */
public final class TaboolaPlatform implements Platform {
    static final String HOST = "trc.taboola.com";

    record Settings(
            @Described(
                    value =
                            "sends up to 1000 conversions in a request, of which Taboola looks at none: a wrong click id shows nowhere",
                    byDefault = "false")
            boolean bulk,

            @Described(
                    value = "id of the account or the network, needed with bulk",
                    example = "shop-example-sc",
                    pattern = "[\\w.-]+")
            @Nullable
            String accountId)
            implements FormType.SelfDoubting {

        @Override
        public List<Form.Problem> doubts() {
            return bulk || accountId == null
                    ? List.of()
                    : List.of(
                            new Form.Problem(
                                    "account_id",
                                    "'account_id' stands in the address of the bulk alone; without bulk: true it does nothing"));
        }

        Settings {
            if (bulk && accountId == null) {
                throw new IllegalArgumentException("'bulk' needs 'account_id', which stands in its address");
            }
        }
    }

    @Override
    public TagType<Settings> type() {
        // The parameter's name and lifetime are unverified; the value is some 120 characters, and their case matters.
        return new FormType<>(
                        "taboola",
                        "Taboola: conversions of its clicks, one by one or in bulk.",
                        Settings.class,
                        TaboolaTag::new)
                .clickIds(30, "", "tblci");
    }

    @Override
    public Map<String, Twin> twins(TwinSetup setup) {
        return Map.of(HOST, new TaboolaTwin(setup));
    }
}
