package tocsin.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What every command that speaks with the operators' API for a person can be told.
final class ApiOptions {
    @Option(
            names = "--api",
            scope = ScopeType.INHERIT,
            description = "Operators' API. Default: ${DEFAULT-VALUE}")
    String api = "http://127.0.0.1:8080";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}")
    DataFormat output = DataFormat.table;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Who acts. Default: you, or whoever the token belongs to")
    String actor = System.getProperty("user.name", "");
}
