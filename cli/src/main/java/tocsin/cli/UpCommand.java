package tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tocsin.notifier.NotifierConfig;
import tocsin.responder.callback.CallbackConfig;
import tocsin.responder.executor.Reach;
import tocsin.runtime.Main;
import tocsin.runtime.TraceConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/// `tocsin up`: everything on this machine, until it is told to stop.
@Command(
        name = "up",
        description = "Starts everything on this machine and stays up until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration PORT_WAIT = Duration.ofSeconds(10);

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Moves every port by N. Default: ${DEFAULT-VALUE}")
    private int portOffset = 0;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for everything that is kept. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of(".tocsin");

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description =
                    "Definitions to apply. Default: the built-in ones, which page the console")
    private Path config = Path.of("");

    @Option(
            names = "--insecure",
            description = "Asks nobody for a token. Listeners are on 127.0.0.1 either way.")
    private boolean insecure = false;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        var settings = LocalLinks.settings(System.getenv(), data);
        var traces = TraceConfig.from(settings);
        var notifier = NotifierConfig.from(settings);
        var reach = Reach.from(settings);
        var callbacks = CallbackConfig.from(settings);
        Main.readLog(settings);
        settings.find(ApiToken.TOKEN);
        settings.check();
        var ports = Installation.PortPlan.standard(portOffset);
        var failed = new CountDownLatch(1);
        var line = new StatusLine(out, StatusLine.canPaint(System.getenv())).ticking();
        try (line) {
            var installation =
                    Installation.start(
                            new Installation.Plan(
                                    data,
                                    ports,
                                    config.toString().isEmpty()
                                            ? List.of()
                                            : ConfigDirectory.read(config, line::print),
                                    PORT_WAIT,
                                    notifier,
                                    step -> {
                                        line.print("  " + step + " ...");
                                        line.doing(step);
                                    },
                                    !insecure,
                                    reach,
                                    callbacks,
                                    traces.open("tocsin")),
                            failed::countDown);
            Runtime.getRuntime().addShutdownHook(new Thread(installation::close, "shutdown"));
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            line.print(
                    WelcomeScreen.of(
                            installation, ports, data.toAbsolutePath(), seconds, !insecure));
        }
        failed.await();
        throw new UserError("a part of Tocsin has given up; the log above says which and why");
    }
}
