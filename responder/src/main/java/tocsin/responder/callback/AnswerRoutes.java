package tocsin.responder.callback;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.api.Acting;
import tocsin.responder.api.ActionLog;
import tocsin.responder.incident.Act;
import tocsin.responder.policy.Rulebook;
import tocsin.runtime.AnswerLinks;
import tocsin.runtime.AnswerLinks.Answer;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.identity.Ids;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Links in mails and text messages. A `GET` shows what the link would do and changes nothing, for
/// programs open links too; the button on that page does it, once.
public final class AnswerRoutes {
    private static final Map<String, Act> ACTS =
            Map.of("acknowledge", Act.ACKNOWLEDGE, "escalate", Act.ESCALATE);
    private static final String ROUTE = AnswerLinks.PATH + "{token}";

    private final AnswerLinks links;
    private final Acting acting;
    private final Definitions definitions;
    private final InstantSource clock;

    public AnswerRoutes(
            AnswerLinks links, Acting acting, Definitions definitions, InstantSource clock) {
        this.links = links;
        this.acting = acting;
        this.definitions = definitions;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get(ROUTE, context -> answer(context, read(context), false));
        config.routes.post(ROUTE, context -> answer(context, read(context), true));
    }

    /// What the link of a request asks for, if it is one of ours that still counts.
    private Optional<Answer> read(Context context) {
        return links.read(context.pathParam("token"))
                .filter(answer -> clock.instant().isBefore(answer.expires()))
                .filter(answer -> ACTS.containsKey(answer.act()));
    }

    private void answer(Context context, Optional<Answer> answer, boolean asked) {
        if (answer.isEmpty()) {
            AnswerPage.say(context, 403, "This link does not count, or no longer.");
            return;
        }
        var said = answer.get();
        var roster = Rulebook.of(definitions.at(clock.instant())).roster();
        if (roster.channels(said.person()).isEmpty()) {
            AnswerPage.say(context, 403, "Nobody of the definitions has this name.");
            return;
        }
        var target = acting.target(said.incident());
        if (target.isEmpty()) {
            AnswerPage.say(context, 404, "There is no such incident.");
        } else if (asked) {
            act(context, said, target.get());
        } else {
            AnswerPage.ask(context, said, target.get().service());
        }
    }

    /// Under an id made of what the link says, however it is written: what it asks for is done
    /// once.
    private void act(Context context, Answer said, Acting.Target target) {
        var act = Optional.ofNullable(ACTS.get(said.act())).orElseThrow();
        var action =
                new ActionLog.Action(
                        "link-"
                                + Ids.hex(
                                        "link",
                                        said.act(),
                                        said.person(),
                                        said.incident(),
                                        said.expires().toString()),
                        act,
                        target.service(),
                        target.incident(),
                        said.person(),
                        "",
                        null,
                        "",
                        0);
        switch (acting.act(action)) {
            case Acting.Result.Done _ -> AnswerPage.say(context, 200, "Done.");
            case Acting.Result.Refused(_, var reason) ->
                    AnswerPage.say(context, 409, "Refused: " + reason);
            case Acting.Result.Pending() ->
                    AnswerPage.say(context, 202, "It is written, and not yet decided.");
            case Acting.Result.Unwritten(var reason) -> AnswerPage.say(context, 503, reason);
        }
    }
}
