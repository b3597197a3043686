package tocsin.cli;

import org.apache.kafka.common.KafkaException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
        name = "tocsin",
        description = "An event-driven incident response pipeline on Kafka.",
        mixinStandardHelpOptions = true,
        version = "tocsin 0.1.0",
        subcommands = {
            UpCommand.class,
            BudgetCommand.class,
            DemoCommand.class,
            DeployGateCommand.class,
            DoctorCommand.class,
            DrillCommand.class,
            CheckCommand.class,
            CompletionCommand.class,
            ApplyCommand.class,
            IncidentCommand.class,
            OnCallCommand.class,
            RemediationCommand.class,
            SilenceCommand.class,
            ConfigCommand.class,
            ReceiverCommand.class,
            TemplateCommand.class,
            TokenCommand.class,
            TopicsCommand.class,
            VerifyCommand.class,
            WhyCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a problem at hand, or a finding; the message says what to do",
            "2:the command line was wrong"
        })
public final class Tocsin {
    private Tocsin() {}

    static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs one command.
    ///
    /// @return the exit code
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    /// All commands, with their problems told in a line.
    static CommandLine commandLine() {
        return new CommandLine(new Tocsin()).setExecutionExceptionHandler(Tocsin::explain);
    }

    private static int explain(
            Exception problem, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (problem instanceof UserError) {
            command.getErr().println("tocsin: " + problem.getMessage());
            return 1;
        }
        if (problem instanceof IllegalArgumentException || problem instanceof KafkaException) {
            var cause = problem.getCause() == null ? problem : problem.getCause();
            command.getErr().println("tocsin: " + cause.getMessage());
            return 1;
        }
        throw problem;
    }
}
