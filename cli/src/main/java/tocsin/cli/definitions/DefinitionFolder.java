package tocsin.cli.definitions;

import tocsin.cli.definitions.DocumentSchemas.Flaw;
import tocsin.detector.absence.AbsenceLint;
import tocsin.detector.rule.RuleLint;
import tocsin.detector.slo.SloLint;
import tocsin.ingest.prometheus.SelectorLint;
import tocsin.notifier.channel.ChannelLint;
import tocsin.notifier.channel.message.TemplateLint;
import tocsin.responder.Defaults;
import tocsin.responder.policy.PolicyLint;
import tocsin.responder.policy.WindowLint;
import tocsin.responder.remediation.RemediationLint;
import tocsin.runtime.definitions.DefinitionCheck;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;
import tocsin.runtime.definitions.Finding.Level;
import tocsin.runtime.definitions.Wording;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A folder of definitions: YAML files, each with one or more documents. What the folder does not
/// define comes from the built-in defaults.
public final class DefinitionFolder {
    /// What a folder holds.
    ///
    /// @param documents those that can be used, over the built-in defaults
    /// @param own how many of them the folder defines
    /// @param files how many files there are
    /// @param problems everything wrong or odd, in order of files and lines
    public record Result(List<Document> documents, int own, int files, List<Problem> problems) {
        /// Whether nothing keeps the documents from being used.
        public boolean usable() {
            return problems.stream().allMatch(problem -> problem.level() == Level.WARNING);
        }
    }

    private record Source(String file, Positions positions) {}

    private final DocumentSchemas schemas = new DocumentSchemas();
    private final Map<String, Document> documents = new LinkedHashMap<>();

    /// What documents of other tools bring along, unless the folder defines it itself.
    private final Map<String, Document> byDefault = new LinkedHashMap<>();

    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Set<String> misshapen = new HashSet<>();
    private final Set<Problem> problems = new LinkedHashSet<>();

    private DefinitionFolder() {}

    /// What every part of Tocsin demands.
    private static List<DefinitionCheck> checks() {
        return List.of(
                new SloLint(),
                new AbsenceLint(),
                new RuleLint(),
                new SelectorLint(),
                new PolicyLint(Instant.now()),
                new WindowLint(Instant.now()),
                new RemediationLint(),
                new ChannelLint(),
                new TemplateLint());
    }

    /// Reads and checks a folder.
    ///
    /// @throws IOException when it cannot be read
    public static Result read(Path folder) throws IOException {
        var read = new DefinitionFolder();
        var files = DefinitionFiles.of(folder);
        for (var file : files) {
            read.readFile(file);
        }
        return read.result(folder, files.size());
    }

    private void readFile(Path path) throws IOException {
        var file = path.toString();
        var text = DefinitionFiles.text(path, message -> problem(file, Position.START, message));
        if (text.isPresent()) {
            YamlReader.read(text.get(), (position, message) -> problem(file, position, message))
                    .forEach(parsed -> add(file, parsed));
        }
    }

    private void add(String file, YamlReader.Parsed parsed) {
        var body = parsed.body();
        var source = new Source(file, parsed.positions());
        if (body.has("version") && !body.has("apiVersion")) {
            addSloth(source, parsed);
            return;
        }
        var key = key(body);
        if (!knownKind(body, source, key)) {
            return;
        }
        var kind = body.path("kind").asString();
        var flaws = schemas.flaws(body.path("apiVersion").asString(), kind, body);
        report(flaws, source, key);
        if (key.isEmpty()) {
            return;
        }
        if (!flaws.isEmpty()) {
            misshapen.add(key);
        }
        define(key, source, body);
    }

    private void addSloth(Source source, YamlReader.Parsed parsed) {
        var version = parsed.body().path("version").asString("");
        if (!version.equals(SlothReader.VERSION)) {
            var message = Wording.unknown(version, List.of(SlothReader.VERSION));
            finding(source, "", "/version", message);
            return;
        }
        var flaws = schemas.slothFlaws(parsed.body());
        report(flaws, source, "");
        if (!flaws.isEmpty()) {
            return;
        }
        for (var made :
                SlothReader.read(parsed, (at, message) -> finding(source, "", at, message))) {
            var key = key(made.body());
            if (made.body().path("kind").asString().equals("BurnPolicy")) {
                byDefault.put(key, document(made.body()));
            } else {
                define(key, new Source(source.file(), made.positions()), made.body());
            }
        }
    }

    private void report(List<Flaw> flaws, Source source, String key) {
        for (var flaw : flaws) {
            var positions = source.positions();
            var at = flaw.atKey() ? positions.ofKey(flaw.pointer()) : positions.of(flaw.pointer());
            problem(source, at, new Finding(Level.ERROR, key, flaw.pointer(), flaw.message()));
        }
    }

    private void define(String key, Source source, JsonNode body) {
        var other = sources.putIfAbsent(key, source);
        if (other == null) {
            documents.put(key, document(withoutSecrets(body, source, key)));
        } else {
            twice(body, source, key, other);
        }
    }

    /// `kind/name`; empty where one is missing.
    private static String key(JsonNode body) {
        var kind = body.path("kind").asString("");
        var name = body.path("metadata").path("name").asString("");
        return kind.isBlank() || name.isBlank() ? "" : kind + "/" + name;
    }

    private static Document document(JsonNode body) {
        return new Document(
                body.path("kind").asString(), body.path("metadata").path("name").asString(), body);
    }

    private boolean knownKind(JsonNode body, Source source, String key) {
        var version = body.path("apiVersion").asString("");
        var kind = body.path("kind").asString("");
        if (!schemas.versions().contains(version)) {
            finding(source, key, "/apiVersion", Wording.unknown(version, schemas.versions()));
            return false;
        }
        if (!schemas.kinds(version).contains(kind)) {
            finding(source, key, "/kind", Wording.unknown(kind, schemas.kinds(version)));
            return false;
        }
        return true;
    }

    private void twice(JsonNode body, Source source, String key, Source other) {
        var at = other.positions().of("/metadata/name");
        var version = Optional.ofNullable(documents.get(key)).map(Document::body).orElse(body);
        var hint =
                body.path("apiVersion").equals(version.path("apiVersion"))
                        ? ""
                        : "; one document defines it: OpenSLO's takes annotations of Tocsin";
        finding(
                source,
                key,
                "/metadata/name",
                "stands in %s:%d too%s".formatted(other.file(), at.line(), hint));
    }

    /// How to connect to a data source is not for a log that is kept for ever.
    private JsonNode withoutSecrets(JsonNode body, Source source, String key) {
        if (!body.path("kind").asString("").equals("DataSource")
                || !body.path("spec").has("connectionDetails")) {
            return body;
        }
        var finding =
                new Finding(
                        Level.WARNING,
                        key,
                        "/spec/connectionDetails",
                        "is not sent: Tocsin connects to no data source, and what it is sent is"
                                + " kept");
        problem(source, source.positions().ofKey(finding.pointer()), finding);
        var copy = body.deepCopy();
        ((ObjectNode) copy.path("spec")).remove("connectionDetails");
        return copy;
    }

    private Result result(Path folder, int files) {
        if (files > DefinitionFiles.MAX) {
            problem(
                    folder.toString(),
                    Position.START,
                    "holds more than " + DefinitionFiles.MAX + " files");
        }
        byDefault.putAll(documents);
        var all = overDefaults(byDefault.values());
        meaning(all).stream()
                .filter(finding -> !misshapen.contains(finding.document()))
                .forEach(this::meaning);
        return new Result(
                all, documents.size(), files, problems.stream().sorted(Problem.ORDER).toList());
    }

    static List<Document> overDefaults(Collection<Document> own) {
        var all = new LinkedHashMap<String, Document>();
        Defaults.documents().forEach(document -> all.put(document.key(), document));
        own.forEach(document -> all.put(document.key(), document));
        return List.copyOf(all.values());
    }

    /// What the readers of these documents find wrong or odd.
    static Set<Finding> meaning(List<Document> documents) {
        var set = new DefinitionSet(1, "", Instant.EPOCH, documents);
        var findings = new LinkedHashSet<Finding>();
        checks().forEach(check -> findings.addAll(check.check(set)));
        return findings;
    }

    private void meaning(Finding finding) {
        var source =
                sources.getOrDefault(finding.document(), new Source("(built-in)", new Positions()));
        problem(source, source.positions().of(finding.pointer()), finding);
    }

    private void finding(Source source, String key, String pointer, String message) {
        problem(
                source,
                source.positions().of(pointer),
                new Finding(Level.ERROR, key, pointer, message));
    }

    private void problem(Source source, Position at, Finding finding) {
        problems.add(
                new Problem(
                        source.file(),
                        at.line(),
                        at.column(),
                        finding.level(),
                        finding.document(),
                        finding.path(),
                        finding.message()));
    }

    private void problem(String file, Position at, String message) {
        problems.add(new Problem(file, at.line(), at.column(), Level.ERROR, "", "", message));
    }
}
