package tocsin.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import tocsin.cli.DataFormat.Column;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/// What every command that speaks with the operators' API for a person can be told; asks, acts and
/// shows what came back.
final class ApiOptions {
    @Option(
            names = "--api",
            scope = ScopeType.INHERIT,
            description = "Operators' API. Default: ${DEFAULT-VALUE}")
    private String api = "http://127.0.0.1:8080";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}")
    private DataFormat output = DataFormat.table;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Who acts. Default: you, or whoever the token belongs to")
    private String actor = System.getProperty("user.name", "");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// What a person can say to an act.
    static final class Note {
        @Option(
                names = {"-m", "--note"},
                paramLabel = "TEXT",
                description = "Why, or what you know")
        @Nullable String text;
    }

    /// What the API says.
    JsonNode get(String path) {
        try (var client = client()) {
            return client.get(path).demand();
        }
    }

    /// Asks for something to be done.
    ///
    /// @param body such as from [#act]
    ApiClient.Answer post(String path, Map<String, ?> body) {
        try (var client = client()) {
            return client.post(path, body);
        }
    }

    /// A body that says who acts, to be filled.
    Map<String, Object> act() {
        var body = new LinkedHashMap<String, Object>();
        body.put("actor", actor);
        return body;
    }

    /// The same with what was said to it, if anything.
    Map<String, Object> act(Note note) {
        var body = act();
        if (note.text != null) {
            body.put("note", note.text);
        }
        return body;
    }

    ApiClient client() {
        return new ApiClient(api);
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /// Whether people read what is printed.
    boolean forPeople() {
        return output == DataFormat.table;
    }

    /// Shows an answer that lists something.
    ///
    /// @param rows the field of the list
    void show(JsonNode answer, String rows, Column... columns) {
        output.print(out(), answer, answer.path(rows), columns);
    }

    /// Shows an answer that is one thing.
    void show(JsonNode one, Column... columns) {
        output.print(out(), one, JsonMapper.shared().createArrayNode().add(one), columns);
    }

    /// Shows what is a list itself.
    void showRows(JsonNode rows, Column... columns) {
        output.print(out(), rows, rows, columns);
    }
}
