package tocsin.ingest;

import io.javalin.http.Context;

/// Takes the requests of one protocol.
interface Receiver {
    /// Names it in metrics.
    String name();

    /// Reads a request, writes what is good in it and answers.
    ///
    /// @throws PublishException when Kafka did not acknowledge; nothing has been answered then
    void receive(Context context) throws PublishException;

    /// Answers with an error, in the form of the protocol.
    void refuse(Context context, int status, String message);
}
