package tocsin.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// How a command prints what the API answered.
enum DataFormat {
    /// Columns for people.
    table,
    /// The answer as it came, for programs.
    json,
    /// The same as YAML.
    yaml;

    private static final String GAP = "  ";

    /// A column of a table: its name and what stands in it.
    record Column(String name, Function<JsonNode, String> cell) {
        /// What one field says; a dash where there is nothing.
        static Column of(String name, String pointer) {
            return new Column(name, row -> row.at(pointer).asString(""));
        }
    }

    /// Prints an answer.
    ///
    /// @param rows what stands in the lines of the table
    void print(PrintWriter out, JsonNode answer, JsonNode rows, Column... columns) {
        switch (this) {
            case json ->
                    out.println(
                            JsonMapper.shared()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(answer));
            case yaml -> out.print(new YAMLMapper().writeValueAsString(answer));
            case table -> table(rows, columns).forEach(out::println);
        }
        out.flush();
    }

    private static List<String> table(JsonNode rows, Column... columns) {
        var cells = new ArrayList<List<String>>();
        cells.add(Arrays.stream(columns).map(Column::name).toList());
        for (var row : rows) {
            cells.add(
                    Arrays.stream(columns).map(column -> plain(column.cell().apply(row))).toList());
        }
        var widths = new int[columns.length];
        for (var line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        return cells.stream().map(line -> line(line, widths)).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        var text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(cells.get(i));
            text.repeat(' ', widths[i] - cells.get(i).length()).append(GAP);
        }
        return text.toString().stripTrailing();
    }

    /// Nothing from outside may move a terminal's cursor.
    static String plain(String cell) {
        return cell.isEmpty() ? "-" : cell.replaceAll("\\p{Cntrl}", " ");
    }
}
