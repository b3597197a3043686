package tocsin.runtime.access;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import io.micrometer.core.instrument.MeterRegistry;

import tools.jackson.databind.json.JsonMapper;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Stands before the routes of a listener: without a token that has the role, nothing is done. A
/// route that names no role needs [Role#VIEWER] to be read and [Role#RESPONDER] for all else.
public final class Access {
    private static final String CALLER = "tocsin.caller";
    private static final String SCHEME = "bearer ";
    private static final Set<HandlerType> READS = Set.of(HandlerType.GET, HandlerType.HEAD);

    private final TokenFile tokens;
    private final InstantSource clock;
    private final MeterRegistry meters;

    public Access(TokenFile tokens, InstantSource clock, MeterRegistry meters) {
        this.tokens = tokens;
        this.clock = clock;
        this.meters = meters;
    }

    /// Who called; nobody where tokens are not asked for.
    public static Optional<Caller> caller(Context context) {
        return Optional.ofNullable(context.attribute(CALLER));
    }

    /// Lets a request pass, or answers it with 401 or 403.
    public void check(Context context) {
        var needed = needed(context);
        if (needed == Role.ANYONE) {
            return;
        }
        var caller = secret(context).flatMap(secret -> tokens.find(secret, clock.instant()));
        if (caller.isEmpty()) {
            context.header("WWW-Authenticate", "Bearer realm=\"tocsin\"");
            refuse(context, 401, "this needs a valid token: Authorization: Bearer TOKEN");
        } else if (!caller.get().may(needed)) {
            refuse(
                    context,
                    403,
                    "this needs the role %s; %s has %s"
                            .formatted(
                                    needed.text(), caller.get().name(), caller.get().rolesText()));
        } else {
            context.attribute(CALLER, caller.get());
        }
    }

    private static Role needed(Context context) {
        for (RouteRole role : context.routeRoles()) {
            return (Role) role;
        }
        return READS.contains(context.method()) ? Role.VIEWER : Role.RESPONDER;
    }

    private static Optional<String> secret(Context context) {
        return Optional.ofNullable(context.header("Authorization"))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }

    private void refuse(Context context, int status, String problem) {
        meters.counter("tocsin.http.refused", "status", Integer.toString(status)).increment();
        context.status(status)
                .contentType("application/json")
                .result(
                        JsonMapper.shared()
                                .writeValueAsBytes(Map.of("problems", List.of(problem))));
        context.skipRemainingHandlers();
    }
}
