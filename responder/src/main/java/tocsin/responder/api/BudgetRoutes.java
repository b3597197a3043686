package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.budget.Budget;
import tocsin.responder.budget.Budgets;
import tocsin.runtime.definitions.DurationText;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `GET /v1/services/{service}/budgets`: how much of each error budget is left, and when it will be
/// gone.
public final class BudgetRoutes {
    private final Budgets budgets;

    /// Serves budgets.
    public BudgetRoutes(Budgets budgets) {
        this.budgets = budgets;
    }

    /// Adds the route.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/services/{service}/budgets", this::list);
    }

    private void list(Context context) {
        var service = context.pathParam("service");
        Answers.json(
                context, 200, Map.of("service", service, "budgets", json(budgets.of(service))));
    }

    /// As the operators' API shows them. A service without an objective has none.
    static List<Map<String, Object>> json(List<Budget> budgets) {
        return budgets.stream().map(BudgetRoutes::json).toList();
    }

    private static Map<String, Object> json(Budget budget) {
        var json = new LinkedHashMap<String, Object>();
        json.put("slo", budget.slo());
        json.put("at", budget.at());
        json.put("period", DurationText.of(budget.period()));
        var begin = budget.begin();
        if (begin != null) {
            json.put("begin", begin);
        }
        json.put("counts", budget.slice().isZero() ? "events" : "slices");
        json.put("coverage", budget.coverage());
        json.put("good", budget.good());
        json.put("total", budget.total());
        json.put("allowedBad", budget.allowedBad());
        json.put("consumed", budget.consumed());
        json.put("remaining", budget.remaining());
        var burn = budget.burn();
        if (burn != null) {
            json.put("burn", burn.rate());
            json.put("burnOver", DurationText.of(burn.over()));
        }
        budget.exhaustedAt().ifPresent(at -> json.put("exhaustedAt", at));
        json.put("frozen", budget.frozen());
        return json;
    }
}
