package tocsin.cli;

/// How a command prints what it found.
enum OutputFormat {
    /// For people.
    text,
    /// One JSON document, for programs.
    json
}
