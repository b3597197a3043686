package tocsin.responder;

import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.Detail;
import tocsin.schemas.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people are told of a change that is over: what was changed, by whom, and how it went.
/// Planned work is no news; it is told of by the pages that it keeps back.
final class ChangeNews {
    private static final int TITLE_MAX = 200;

    private ChangeNews() {}

    /// The message, where the change is worth one.
    static Optional<Message> of(ChangeEvent change) {
        boolean over =
                switch (change.getState()) {
                    case FINISHED, FAILED, ROLLED_BACK -> true;
                    case STARTED, UNKNOWN -> false;
                };
        if (!over || title(change).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Message.newBuilder()
                        .setSeverity("")
                        .setTitle(Inputs.cut(title(change), TITLE_MAX))
                        .setEvidence(change.getSummary())
                        .setStatus(text(change.getState()))
                        .setReason(change.getActor().isBlank() ? "" : "by " + change.getActor())
                        .setOpenedAt(change.getEnvelope().getAt())
                        .setLinks(change.getLinks())
                        .setDetails(details(change))
                        .build());
    }

    private static String text(ChangeState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String title(ChangeEvent change) {
        var state = change.getState();
        return switch (change.getKind()) {
            case DEPLOYMENT -> deployment(change);
            case CONFIGURATION ->
                    "configuration changed"
                            + (state == ChangeState.FINISHED ? "" : ": " + text(state));
            case SCALING -> scaling(change);
            case OTHER ->
                    state == ChangeState.FAILED ? "a change failed" : "a change is " + text(state);
            case MAINTENANCE, UNKNOWN -> "";
        };
    }

    private static String deployment(ChangeEvent change) {
        var deployment = change.getDeployment();
        var version =
                deployment == null || deployment.getVersion().isBlank()
                        ? "another version"
                        : "version " + deployment.getVersion();
        return switch (change.getState()) {
            case FINISHED -> version + " is deployed";
            case FAILED -> "the deployment of " + version + " failed";
            case ROLLED_BACK -> version + " is rolled back";
            case STARTED, UNKNOWN -> "";
        };
    }

    private static String scaling(ChangeEvent change) {
        var scaling = change.getScaling();
        var resource =
                scaling == null || scaling.getResource().isBlank() ? "it" : scaling.getResource();
        return switch (change.getState()) {
            case FINISHED -> resource + " scaled";
            case FAILED -> "scaling " + resource + " failed";
            case ROLLED_BACK -> resource + " scaled back";
            case STARTED, UNKNOWN -> "";
        };
    }

    private static List<Detail> details(ChangeEvent change) {
        var details = new ArrayList<Detail>();
        var deployment = change.getDeployment();
        if (deployment != null && !deployment.getPreviousVersion().isBlank()) {
            details.add(new Detail("Before", deployment.getPreviousVersion()));
        }
        var configuration = change.getConfiguration();
        if (change.getKind() == ChangeKind.CONFIGURATION && configuration != null) {
            details.add(new Detail("Names", String.join(", ", configuration.getNames())));
        }
        var scaling = change.getScaling();
        if (scaling != null && scaling.getFrom() != null) {
            details.add(new Detail("From", number(scaling.getFrom())));
        }
        if (scaling != null && scaling.getTo() != null) {
            details.add(new Detail("To", number(scaling.getTo())));
        }
        return details;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : Double.toString(value);
    }
}
