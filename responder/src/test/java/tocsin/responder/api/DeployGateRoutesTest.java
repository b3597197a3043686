package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.Defaults;
import tocsin.responder.remediation.Freezes;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.time.InstantSource;

class DeployGateRoutesTest {
    /// A Monday.
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final Freezes freezes = new Freezes();
    private Api api;

    @BeforeEach
    void start() {
        var definitions =
                Definitions.always(new DefinitionSet(1, "d", Instant.EPOCH, Defaults.documents()));
        var routes =
                new DeployGateRoutes(
                        new IncidentModel(), freezes, definitions, InstantSource.fixed(NINE));
        api = new Api(routes::addTo);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void it_allows_until_the_budget_is_spent() throws Exception {
        assertThat(decision("/v1/services/checkout/deploy-gate")).isEqualTo("allow");

        freezes.read("checkout", "availability", 1.2);

        var denied = api.get("/v1/services/checkout/deploy-gate").body();
        assertThat(denied.path("decision").asString()).isEqualTo("deny");
        assertThat(denied.at("/reasons/0/kind").asString()).isEqualTo("freeze");
        assertThat(decision("/v1/services/checkout/deploy-gate?purpose=fix")).isEqualTo("allow");
        assertThat(decision("/v1/services/cart/deploy-gate")).isEqualTo("allow");
        assertThat(api.get("/v1/services/checkout/deploy-gate?purpose=fun").status())
                .isEqualTo(400);
    }

    private String decision(String path) throws Exception {
        return api.get(path).body().path("decision").asString();
    }
}
