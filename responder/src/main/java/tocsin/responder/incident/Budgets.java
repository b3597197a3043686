package tocsin.responder.incident;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tells how an error budget stands: each step once in a period, that all of it is spent, and that
/// part of it is back.
final class Budgets {
    private static final String STEP = "BUDGET_";
    private static final String EXHAUSTED = "BUDGET_EXHAUSTED";
    private static final String RESTORED = "BUDGET_RESTORED";
    private static final int ALL = 100;

    private final Draft draft;

    Budgets(Draft draft) {
        this.draft = draft;
    }

    /// Whether nothing but steps of a budget fires in it, which [#tell] tells of.
    static boolean only(Input.BreachChanged breach) {
        return breach.firing().stream()
                .map(Input.Facet::name)
                .filter(Stream.BUDGET::takes)
                .allMatch(facet -> facet.startsWith(STEP));
    }

    /// The breach has changed.
    void tell(Input.BreachChanged breach) {
        var budget = breach.budget();
        var incident =
                draft.state()
                        .open(Stream.BUDGET, "")
                        .filter(open -> open.cause(breach.cause()).isPresent());
        if (budget != null
                && incident.isPresent()
                && !new Holds(draft, incident.get().id()).hold()) {
            next(incident.get(), breach, budget)
                    .ifPresent(news -> tell(incident.get(), breach, budget, news));
        }
    }

    private static Optional<News> next(
            Incident incident, Input.BreachChanged breach, Input.Budget budget) {
        var told = told(incident, breach);
        var begin = budget.begin();
        var period = begin == null ? "" : begin.toString();
        int step = step(breach);
        boolean wasSpent = !told.isEmpty() && told.getLast().step.equals(EXHAUSTED);
        int known =
                told.stream()
                        .filter(news -> news.period.equals(period))
                        .mapToInt(news -> percent(news.step))
                        .max()
                        .orElse(0);
        if (wasSpent) {
            return step < ALL
                    ? Optional.of(new News(RESTORED, period, told.size()))
                    : Optional.empty();
        }
        return step > known || step == ALL
                ? Optional.of(new News(step == ALL ? EXHAUSTED : STEP + step, period, told.size()))
                : Optional.empty();
    }

    /// One thing that people were told of a budget.
    ///
    /// @param period begin of the calendar period; empty for a rolling one
    /// @param number how many came before it
    private record News(String step, String period, int number) {
        String occasion() {
            return step + "/" + period + "/" + number;
        }

        static News of(Matter matter) {
            var parts = matter.occasion().split("/", 3);
            return new News(parts[0], parts.length > 1 ? parts[1] : "", 0);
        }
    }

    private static List<News> told(Incident incident, Input.BreachChanged breach) {
        var told = new LinkedHashSet<String>();
        var all = new ArrayList<News>();
        for (var page : incident.pages()) {
            var matter = page.matter();
            if (page.kind() == Page.Kind.BUDGET
                    && matter != null
                    && matter.subject().equals(breach.cause())
                    && told.add(matter.occasion())) {
                all.add(News.of(matter));
            }
        }
        return all;
    }

    /// The highest step that fires, in percent; 0 for none.
    private static int step(Input.BreachChanged breach) {
        return breach.firing().stream().mapToInt(facet -> percent(facet.name())).max().orElse(0);
    }

    private static int percent(String facet) {
        if (facet.equals(EXHAUSTED)) {
            return ALL;
        }
        return facet.matches("BUDGET_[1-9][0-9]?")
                ? Integer.parseInt(facet.substring(STEP.length()))
                : 0;
    }

    private void tell(
            Incident incident, Input.BreachChanged breach, Input.Budget budget, News news) {
        var matter =
                new Matter(breach.cause(), news.occasion(), breach.text(), details(budget), null);
        var recipients = Recipients.of(draft);
        var policy = recipients.policy();
        var targets =
                policy.budgets().isEmpty()
                        ? policy.steps().getFirst().hearing(incident.severity())
                        : policy.budgets();
        var contacts = recipients.contacts(targets);
        var paging = new Paging(draft, incident.id());
        for (var contact : contacts.isEmpty() ? List.of(recipients.lastResort()) : contacts) {
            paging.tell(Page.Kind.BUDGET, 0, contact, matter, words(news.step));
        }
    }

    private static String words(String step) {
        return switch (step) {
            case EXHAUSTED -> "all of the error budget is spent";
            case RESTORED -> "part of the error budget is back";
            default -> percent(step) + " % of the error budget is spent";
        };
    }

    private static List<Matter.Detail> details(Input.Budget budget) {
        var details = new ArrayList<Matter.Detail>();
        var spent = String.format(Locale.ROOT, "%.1f %%", budget.consumed() * ALL);
        details.add(new Matter.Detail("Spent", spent));
        if (budget.begin() != null) {
            details.add(new Matter.Detail("Period since", budget.begin().toString()));
        }
        if (budget.frozen() != null) {
            var wait = "frozen: they wait until budget is back";
            details.add(new Matter.Detail("Deployments", budget.frozen() ? wait : "may go on"));
        }
        return details;
    }
}
