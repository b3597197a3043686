package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tocsin.cli.DataFormat.Column;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.concurrent.Callable;

/// `tocsin budget [SERVICE]`: what is left of the error budgets.
@Command(
        name = "budget",
        description = "Tells what is left of error budgets, and when they will be gone.",
        mixinStandardHelpOptions = true)
final class BudgetCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..1",
            description = "Whose. Default: every service's")
    private String service = "";

    @Mixin private ApiOptions options = new ApiOptions();

    @Override
    public Integer call() {
        var rows = JsonMapper.shared().createArrayNode();
        if (service.isEmpty()) {
            for (var one : options.get("/v1/services").path("services")) {
                rows.addAll(named(one));
            }
        } else {
            var path = "/v1/services/%s/budgets".formatted(ApiClient.encoded(service));
            rows.addAll(named(options.get(path)));
        }
        options.showRows(
                rows,
                Column.of("SERVICE", "/service"),
                Column.of("SLO", "/slo"),
                Column.of("PERIOD", "/period"),
                new Column("REMAINING", BudgetCommand::remaining),
                new Column("BURN", BudgetCommand::burn),
                Column.of("GONE", "/exhaustedAt"),
                new Column("FROZEN", BudgetCommand::frozen));
        return 0;
    }

    /// Its budgets, each with the name of the service.
    private static ArrayNode named(JsonNode service) {
        var named = JsonMapper.shared().createArrayNode();
        for (var budget : service.path("budgets")) {
            ObjectNode row = JsonMapper.shared().createObjectNode();
            row.set("service", service.path("service"));
            row.setAll((ObjectNode) budget);
            named.add(row);
        }
        return named;
    }

    private static String remaining(JsonNode budget) {
        double share = budget.path("remaining").asDouble();
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String burn(JsonNode budget) {
        return budget.has("burn")
                ? String.format(
                        Locale.ROOT,
                        "%.1f in %s",
                        budget.path("burn").asDouble(),
                        budget.path("burnOver").asString(""))
                : "";
    }

    private static String frozen(JsonNode budget) {
        return budget.path("frozen").asBoolean() ? "yes" : "no";
    }
}
