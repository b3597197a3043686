package tocsin.cli;

import java.nio.file.Path;

/// An embedded broker in a process of its own.
final class BrokerProcess {
    private BrokerProcess() {}

    /// ```
    /// BrokerProcess FOLDER PORT
    /// ```
    static void main(String[] arguments) {
        var broker = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println("broker on " + broker.bootstrapServers());
    }
}
