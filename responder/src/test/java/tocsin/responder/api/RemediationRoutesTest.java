package tocsin.responder.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.schemas.Envelope;
import tocsin.schemas.Proposal;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.time.Instant;
import java.util.Map;

class RemediationRoutesTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final RemediationModel model = new RemediationModel();
    private Api api;

    @BeforeEach
    void start() {
        api = new Api(new RemediationRoutes(model)::addTo);
        model.read(command("r1", "checkout", "checkout-1", RemediationKind.OBSERVED));
        model.read(command("r2", "cart", "cart-1", RemediationKind.OBSERVED));
        model.read(command("r3", "cart", "cart-1", RemediationKind.UNKNOWN));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void they_are_listed_newest_first_and_filtered() throws Exception {
        var all = api.get("/v1/remediations").body();
        assertThat(all.path("total").asInt()).isEqualTo(2);
        assertThat(all.at("/remediations/0/id").asString()).isEqualTo("r2");
        assertThat(api.get("/v1/remediations?service=checkout").body().at("/remediations/0/id"))
                .hasToString("\"r1\"");
        assertThat(api.get("/v1/remediations?incident=none").body().path("total").asInt()).isZero();
    }

    @Test
    void one_shows_what_and_why() throws Exception {
        var one = api.get("/v1/remediations/r1");

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.body().path("state").asString()).isEqualTo("observed");
        assertThat(one.body().path("action").asString()).isEqualTo("roll-back");
        assertThat(one.body().at("/parameters/to").asString()).isEqualTo("2.13.2");
        assertThat(one.body().path("at").asString()).isEqualTo("2026-01-05T09:00:00Z");
        assertThat(api.get("/v1/remediations/none").status()).isEqualTo(404);
    }

    private static RemediationCommand command(
            String id, String service, String incident, RemediationKind kind) {
        return RemediationCommand.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(id + "/" + kind).setAt(NINE).build())
                .setKind(kind)
                .setService(service)
                .setIncident(incident)
                .setRemediation(id)
                .setProposal(
                        Proposal.newBuilder()
                                .setAction("roll-back")
                                .setTarget(service)
                                .setParameters(Map.of("to", "2.13.2"))
                                .setPlan("{}")
                                .setExpiresAt(NINE)
                                .build())
                .build();
    }
}
