package tocsin.cli;

import static tocsin.cli.ComposeFile.PROJECT;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What Prometheus and Grafana are given about Tocsin itself.
final class ObservabilityFiles {
    static final Path PROMETHEUS = PROJECT.resolve("deploy/prometheus");
    static final Path DASHBOARDS = PROJECT.resolve("deploy/grafana/dashboards");

    /// Families that our services expose. Functions, labels and `up` have other names.
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:tocsin|kafka|jvm|process|system)_[a-z0-9_]+");

    private ObservabilityFiles() {}

    /// Every metric that the rules and dashboards name.
    static Set<String> metrics() throws IOException {
        var found = new TreeSet<String>();
        collect(new YAMLMapper().readTree(PROMETHEUS.resolve("tocsin-rules.yml").toFile()), found);
        try (var dashboards = Files.list(DASHBOARDS)) {
            for (var dashboard : dashboards.toList()) {
                collect(new JsonMapper().readTree(dashboard.toFile()), found);
            }
        }
        return found;
    }

    private static void collect(JsonNode node, Set<String> found) {
        if (node.path("expr").isString()) {
            METRIC.matcher(node.path("expr").asString())
                    .results()
                    .forEach(match -> found.add(match.group()));
        }
        node.forEach(child -> collect(child, found));
    }
}
