package tocsin.cli;

import org.apache.kafka.clients.admin.Admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Settings;
import tocsin.runtime.TopicPlan;

import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/// `tocsin topics plan|apply`: the topics on a broker of your own.
@Command(
        name = "topics",
        description =
                "Creates the topics on a broker of your own, named by TOCSIN_BOOTSTRAP_SERVERS.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TopicsCommand {
    @Option(
            names = "--partitions",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description =
                    "Partitions of every topic keyed by service; fixed for the life of an"
                            + " installation. Default: ${DEFAULT-VALUE}")
    private int partitions = 12;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "Replicas of each topic. Default: -1, what the broker says")
    private short replication = -1;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "text or json. Default: ${DEFAULT-VALUE}")
    private OutputFormat output = OutputFormat.text;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "plan",
            description = "Says what apply would do. Exit code 1 when there is something to do.",
            mixinStandardHelpOptions = true)
    int plan() {
        return run(false);
    }

    @Command(
            name = "apply",
            description = "Creates what is missing and configures what differs. Deletes nothing.",
            mixinStandardHelpOptions = true)
    int apply() {
        return run(true);
    }

    private int run(boolean change) {
        var settings = new Settings(System.getenv());
        var kafka = KafkaConfig.from(settings);
        settings.check();
        try (var admin = Admin.create(kafka.admin("topics"))) {
            var plan = TopicPlan.of(admin, kafka.prefix(), partitions);
            print(plan, change);
            if (plan.impossible()) {
                throw new UserError(
                        "a topic has another number of partitions; give --partitions as the"
                                + " installation has them, or another TOCSIN_TOPIC_PREFIX");
            }
            if (change) {
                plan.apply(admin, kafka.prefix(), partitions, replication);
            }
            return change || plan.done() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted");
        } catch (IllegalStateException e) {
            throw new UserError(kafka.bootstrapServers() + ": " + e.getMessage());
        }
    }

    private void print(TopicPlan plan, boolean change) {
        var out = spec.commandLine().getOut();
        if (output == OutputFormat.json) {
            out.println(
                    JsonMapper.shared()
                            .writeValueAsString(Map.of("applied", change, "topics", plan.steps())));
        } else {
            for (var step : plan.steps()) {
                out.printf("%-11s %-28s %s%n", step.need(), step.topic(), step.detail());
            }
        }
        out.flush();
    }
}
