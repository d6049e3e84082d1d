package io.taghub.config.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTextTest {
    @Test
    void twoSigningSecretsSideBySideAreMeant() {
        assertThat(SecretText.doubtful("whsec_MfKQ9r8GKYqrTwjU whsec_PlJ3YTc4OWFiY2RlZg=="))
                .isNull();
        assertThat(SecretText.wrong("whsec_MfKQ9r8GKYqrTwjU whsec_PlJ3YTc4OWFiY2RlZg==", true))
                .isNull();
        assertThat(SecretText.doubtful("whsec_MfKQ9r8GKYqrTwjU and more")).contains("white space");
        assertThat(SecretText.doubtful("two words")).contains("white space");
    }
}
