package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which facts may follow which, read from the history alone.
final class LegalFacts {
    private LegalFacts() {}

    static void check(List<Fact> history, String seed) {
        var streams = new HashMap<String, Stream>();
        var open = new HashSet<String>();
        var over = new HashSet<String>();
        for (var fact : history) {
            var id = fact.incident();
            switch (fact) {
                case Fact.Opened first -> {
                    streams.put(id, first.stream());
                    assertThat(over).as(seed).doesNotContain(id);
                    open.add(id);
                    oneAtATime(streams, open, seed);
                }
                case Fact.Reopened _ -> {
                    assertThat(open.contains(id) || over.remove(id)).as(seed).isTrue();
                    open.add(id);
                    oneAtATime(streams, open, seed);
                }
                case Fact.Resolved _ -> {
                    assertThat(open.remove(id)).as(seed + ": open before").isTrue();
                    over.add(id);
                }
                case Fact.Paged(_, _, var page, _) -> {
                    assertThat(page.kind() == Page.Kind.RESOLVED ? over : open)
                            .as("%s: %s of an incident", seed, page.kind())
                            .contains(id);
                    assertThat(page.kind() == Page.Kind.PAGE && streams.get(id) == Stream.BUDGET)
                            .as(seed + ": a budget pages nobody")
                            .isFalse();
                }
                case Fact.Acknowledged _,
                        Fact.SeverityRaised _,
                        Fact.SeverityLowered _,
                        Fact.ResponseMissed _,
                        Fact.Suppressed _,
                        Fact.QuestionHeld _,
                        Fact.Released _ ->
                        assertThat(open).as("%s: %s", seed, fact).contains(id);
                case Fact.CauseChanged _,
                        Fact.DeadlinesSet _,
                        Fact.Folded _,
                        Fact.QuestionDropped _,
                        Fact.DeliveryChanged _,
                        Fact.ActionTaken _,
                        Fact.ActionRefused _ -> {}
            }
        }
    }

    private static void oneAtATime(Map<String, Stream> streams, Set<String> open, String seed) {
        assertThat(open.stream().map(streams::get))
                .as(seed + ": one at a time in each stream")
                .doesNotHaveDuplicates();
    }
}
