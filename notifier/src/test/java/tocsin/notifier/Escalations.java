package tocsin.notifier;

import tocsin.notifier.delivery.Pages;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.EscalationKind;
import tocsin.schemas.Message;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Values of the topic `escalations`.
final class Escalations {
    private Escalations() {}

    static EscalationCommand of(String page, EscalationKind kind) {
        return of(page, kind, "phone");
    }

    static EscalationCommand of(String page, EscalationKind kind, String channel) {
        return EscalationCommand.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setId(page)
                                .setAt(Pages.NINE)
                                .setTrace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                                .build())
                .setKind(kind)
                .setService("checkout")
                .setIncident("checkout-7k3f9a")
                .setPage(page)
                .setTarget("on-call")
                .setChannels(List.of(channel))
                .setValidUntil(Pages.NINE.plus(Duration.ofHours(1)))
                .setMessage(
                        kind == EscalationKind.WITHDRAW
                                ? null
                                : Message.newBuilder()
                                        .setSeverity("SEV2")
                                        .setTitle("checkout burns")
                                        .setOpenedAt(Pages.NINE)
                                        .setLinks(Map.of())
                                        .build())
                .build();
    }
}
