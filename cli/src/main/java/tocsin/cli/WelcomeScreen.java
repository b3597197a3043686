package tocsin.cli;

import java.nio.file.Path;

/// What `tocsin up` prints once it is ready: what runs where, and what to do next.
final class WelcomeScreen {
    private WelcomeScreen() {}

    /// @param secure whether the operators' API asks for tokens
    static String of(
            Installation installation,
            Installation.PortPlan ports,
            Path data,
            long seconds,
            boolean secure) {
        return """

        Tocsin is up (%d s). Ctrl-C stops it; everything it accepted is kept in %s

          ingest            %-24s monitoring systems send here
          operators' API    %-24s GET /v1/incidents, /health/ready, /metrics
          schema registry   http://127.0.0.1:%-7d Confluent-compatible, /apis/ccompat/v7
          Kafka             127.0.0.1:%-14d topics tocsin.*

        Send a first alert; the page appears here:

          curl -i %s/api/v2/alerts -H 'Content-Type: application/json' \\
            -d '[{"labels":{"alertname":"CheckoutDown","service":"checkout","severity":"critical"},
                  "annotations":{"summary":"checkout answers nothing"}}]'

          curl -s %s/v1/incidents%s
        %s
        Point a Prometheus at it (prometheus.yml):

          alerting:
            alertmanagers:
              - static_configs:
                  - targets: ['127.0.0.1:%d']
          remote_write:
            - url: %s/api/v1/write
        """
                .formatted(
                        seconds,
                        data,
                        installation.ingestUrl(),
                        installation.apiUrl(),
                        ports.registry(),
                        ports.kafka(),
                        installation.ingestUrl(),
                        installation.apiUrl(),
                        secure ? " " + header(data) : "",
                        secure ? tokens(data) : "",
                        ports.ingest(),
                        installation.ingestUrl());
    }

    private static String header(Path data) {
        return "-H \"Authorization: Bearer $(cat " + ApiToken.adminFile(data) + ")\"";
    }

    private static String tokens(Path data) {
        return """

        The operators' API asks for a token. The first, an admin's, is in %s;
        ./tocsin finds it there, or in the file that TOCSIN_TOKEN_FILE names. One for each person:

          ./tocsin token create NAME --role responder --data %s
        """
                .formatted(ApiToken.adminFile(data), data);
    }
}
