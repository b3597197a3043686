package tocsin.runtime;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;

/// Lets OpenTelemetry's exporter send with the JDK's HTTP client instead of one more library.
/// Nothing is sent twice: spans may get lost.
public final class JdkSenderProvider implements HttpSenderProvider {
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private record Answer(java.net.http.HttpResponse<byte[]> answer) implements HttpResponse {
        @Override
        public int getStatusCode() {
            return answer.statusCode();
        }

        /// HTTP has none any more.
        @Override
        public String getStatusMessage() {
            return "";
        }

        @Override
        public byte[] getResponseBody() {
            return answer.body();
        }
    }

    private record Sender(HttpSenderConfig config, HttpClient client) implements HttpSender {
        @Override
        public void send(
                MessageWriter message,
                Consumer<HttpResponse> onResponse,
                Consumer<Throwable> onError) {
            try {
                var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);
                var _ =
                        client.sendAsync(request(message), body)
                                .thenAccept(answer -> onResponse.accept(new Answer(answer)))
                                .whenComplete((_, failure) -> {
                                    if (failure != null) {
                                        onError.accept(failure);
                                    }
                                });
            } catch (IOException e) {
                onError.accept(e);
            }
        }

        private HttpRequest request(MessageWriter message) throws IOException {
            var body = new ByteArrayOutputStream(Math.max(0, message.getContentLength()));
            message.writeMessage(body);
            var request =
                    HttpRequest.newBuilder(config.getEndpoint())
                            .timeout(config.getTimeout())
                            .header("Content-Type", config.getContentType())
                            .POST(BodyPublishers.ofByteArray(body.toByteArray()));
            config.getHeadersSupplier()
                    .get()
                    .forEach(
                            (name, values) -> values.forEach(value -> request.header(name, value)));
            return request.build();
        }

        @Override
        public CompletableResultCode shutdown() {
            client.shutdown();
            return CompletableResultCode.ofSuccess();
        }
    }

    @Override
    public HttpSender createSender(HttpSenderConfig config) {
        return new Sender(
                config,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(config.getConnectTimeout())
                        .build());
    }
}
