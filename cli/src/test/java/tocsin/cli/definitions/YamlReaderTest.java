package tocsin.cli.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class YamlReaderTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void values_know_their_place() {
        var read = read("# first\na: 1\nb:\n  - c: x\n---\nd: {e: true}\n");

        assertThat(problems).isEmpty();
        assertThat(read)
                .extracting(one -> one.body().toString())
                .containsExactly("{\"a\":1,\"b\":[{\"c\":\"x\"}]}", "{\"d\":{\"e\":true}}");
        assertThat(read.getFirst().positions().of("/b/0/c")).isEqualTo(new Position(4, 8));
        assertThat(read.getFirst().positions().ofKey("/b/0/c")).isEqualTo(new Position(4, 5));
        assertThat(read.getLast().positions().of("/d/e")).isEqualTo(new Position(6, 8));
        assertThat(read.getLast().positions().of("/d/missing/too")).isEqualTo(new Position(6, 4));
    }

    @Test
    void a_document_that_is_no_yaml_keeps_no_neighbour_out() {
        var read = read("a: 1\n---\nb: [1\n---\nc: 3\n");

        assertThat(read)
                .extracting(one -> one.body().toString())
                .containsExactly("{\"a\":1}", "{\"c\":3}");
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("3:6 no YAML: while parsing a flow sequence");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a: &x [1]/b: *x                 | 2:4 aliases such as *x are not supported
                    a: &a {b: 1}/c: {<<: *a}        | 2:5 merge keys (<<) are not supported
                    a: !!int 5                      | 1:4 tags such as tag:yaml.org,2002:int are not
                    a: !!javax.script.X [b]         | 1:4 tags such as tag:yaml.org,2002:javax
                    a: 1/b: 2/a: 3                  | 3:1 key 'a' stands here twice
                    a:/\t- 1                        | 2:1 no YAML: while scanning for the next token; found character
                    a: .inf                         | 1:4 .inf is no number that can be used
                    a: 123456789012345678901234567  | 1:4 a number of more digits than any has here
                    a: 1/.../b: 2                   | 3:1 no YAML: expected '<document start>'
                    a: "x                           | no YAML: while scanning a quoted scalar
                    """)
    void what_is_not_what_it_seems_is_refused(String text, String reason) {
        read(text.replace("/", "\n").replace("\\t", "\t"));

        assertThat(problems).singleElement().asString().contains(reason);
    }

    @Test
    void depth_is_bounded() {
        assertThat(read("[".repeat(1_000_000))).isEmpty();
        assertThat(problems).singleElement().asString().contains("nested deeper than 32 levels");
        problems.clear();
        assertThat(read("a: 1\n" + "- ".repeat(500))).isEmpty();
        assertThat(problems).hasSize(1);
    }

    @Test
    void the_number_of_documents_is_bounded() {
        assertThat(read("--- 1\n".repeat(50_000))).hasSize(10_000);
        assertThat(problems).containsExactly("10001:1 more than 10000 documents in one file");
    }

    @Test
    void an_alias_bomb_is_refused_at_its_first_alias() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }

        assertThat(read(bomb.toString())).isEmpty();
        assertThat(problems)
                .containsExactly(
                        "2:10 aliases such as *a0 are not supported; write the value itself");
    }

    @Test
    void directives_comments_and_empty_documents_say_nothing() {
        assertThat(read("%YAML 1.2\n---\n# only a comment\n---\n\n--- # this\na: 1\n...\n"))
                .hasSize(1);
        assertThat(problems).isEmpty();
    }

    private List<YamlReader.Parsed> read(String text) {
        return YamlReader.read(
                text, (at, message) -> problems.add(at.line() + ":" + at.column() + " " + message));
    }
}
