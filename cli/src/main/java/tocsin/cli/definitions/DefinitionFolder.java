package tocsin.cli.definitions;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.detector.slo.SloLint;
import tocsin.ingest.prometheus.SelectorLint;
import tocsin.notifier.channel.ChannelLint;
import tocsin.responder.Defaults;
import tocsin.responder.policy.PolicyLint;
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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
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
    /// What every part of Tocsin demands.
    private static final List<DefinitionCheck> CHECKS =
            List.of(
                    new SloLint(),
                    new SelectorLint(),
                    new PolicyLint(),
                    new RemediationLint(),
                    new ChannelLint());

    /// As much as the operators' API takes in one request.
    private static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

    private static final int FILES_MAX = 10_000;

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
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Set<String> misshapen = new HashSet<>();
    private final Set<Problem> problems = new LinkedHashSet<>();

    private DefinitionFolder() {}

    /// Reads and checks a folder.
    ///
    /// @throws IOException when it cannot be read
    public static Result read(Path folder) throws IOException {
        var read = new DefinitionFolder();
        var files = files(folder);
        for (var file : files) {
            read.readFile(file);
        }
        return read.result(folder, files.size());
    }

    /// Hidden files and folders are passed over: Kubernetes keeps a second copy of what it mounts
    /// in one.
    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
                    .filter(file -> !hidden(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(FILES_MAX + 1L)
                    .toList();
        }
    }

    private static boolean hidden(Path path) {
        for (var part : path) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private void readFile(Path path) throws IOException {
        var file = path.toString();
        if (Files.size(path) > FILE_BYTES_MAX) {
            problem(file, Position.START, "is over " + FILE_BYTES_MAX / 1024 / 1024 + " MiB");
            return;
        }
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(path)));
            var parsed =
                    YamlReader.read(
                            text.toString().replaceFirst("^\uFEFF", ""),
                            (position, message) -> problem(file, position, message));
            parsed.forEach(document -> add(file, document));
        } catch (CharacterCodingException _) {
            problem(file, Position.START, "is not UTF-8");
        }
    }

    private void add(String file, YamlReader.Parsed parsed) {
        var body = parsed.body();
        var source = new Source(file, parsed.positions());
        var kind = body.path("kind").asString("");
        var name = body.path("metadata").path("name").asString("");
        var key = kind.isBlank() || name.isBlank() ? "" : kind + "/" + name;
        if (!knownKind(body, source, key)) {
            return;
        }
        var flaws = schemas.flaws(body.path("apiVersion").asString(), kind, body);
        for (var flaw : flaws) {
            var positions = source.positions();
            var at = flaw.atKey() ? positions.ofKey(flaw.pointer()) : positions.of(flaw.pointer());
            problem(source, at, new Finding(Level.ERROR, key, flaw.pointer(), flaw.message()));
        }
        if (key.isEmpty()) {
            return;
        }
        if (!flaws.isEmpty()) {
            misshapen.add(key);
        }
        var other = sources.putIfAbsent(key, source);
        if (other == null) {
            documents.put(key, new Document(kind, name, withoutSecrets(body, source, key)));
        } else {
            twice(body, source, key, other);
        }
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
        if (files > FILES_MAX) {
            problem(folder.toString(), Position.START, "holds more than " + FILES_MAX + " files");
        }
        var all = overDefaults(documents.values());
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
        CHECKS.forEach(check -> findings.addAll(check.check(set)));
        return findings;
    }

    private void meaning(Finding finding) {
        var source = sources.get(finding.document());
        if (source == null) {
            throw new IllegalStateException("a built-in definition is wrong: " + finding);
        }
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
