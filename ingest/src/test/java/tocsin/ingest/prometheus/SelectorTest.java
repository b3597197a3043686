package tocsin.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class SelectorTest {
    private static final Labels SERIES =
            Labels.of(
                    List.of(
                            new Label("__name__", "http_requests_total"),
                            new Label("job", "checkout"),
                            new Label("code", "503"),
                            new Label("path", "a\"b\\c\nd")));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            textBlock =
                    """
                    http_requests_total                                ; true
                    http_requests_total{}                              ; true
                     http_requests_total { job = "checkout" , }        ; true
                    http_requests                                      ; false
                    {__name__="http_requests_total"}                   ; true
                    {"http_requests_total"}                            ; true
                    {"http_requests_total","code"="503"}               ; true
                    {__name__=~"http_.*"}                              ; true
                    {job="checkout"}                                   ; true
                    {job='checkout'}                                   ; true
                    {job=`checkout`}                                   ; true
                    http_requests_total{job="checkout",code=~"5.."}    ; true
                    http_requests_total{code=~"5."}                    ; false
                    http_requests_total{code=~"5|6"}                   ; false
                    http_requests_total{code=~"4..|5.."}               ; true
                    http_requests_total{code!~"5.."}                   ; false
                    http_requests_total{code!="503"}                   ; false
                    http_requests_total{code!="200"}                   ; true
                    http_requests_total{missing=""}                    ; true
                    http_requests_total{missing!=""}                   ; false
                    http_requests_total{missing!~".+"}                 ; true
                    http_requests_total{path="a\\"b\\\\c\\nd"}         ; true
                    http_requests_total{path=~"a.*d"}                  ; true
                    http_requests_total{code="\\x35\\u00303"}          ; true
                    """)
    void a_selector_selects_as_in_prometheus(String selector, boolean selected) {
        assertThat(Selector.parse(selector).matches(SERIES)).isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "{job=~\".*\"}",
                "{job!=\"x\"}",
                "rate(http_requests_total[5m])",
                "http_requests_total[5m]",
                "http_requests_total offset 5m",
                "sum(x)",
                "x{",
                "x{job}",
                "x{job=}",
                "x{job=checkout}",
                "x{job=\"a\" code=\"b\"}",
                "x{job==\"a\"}",
                "x{job>\"a\"}",
                "x{job=\"a}",
                "x{job=\"\\q\"}",
                "x{job=~\"(\"}",
                "x{,}",
                "x}",
                "1x",
                "x{\"y\"}",
                "x y"
            })
    void anything_else_is_refused(String selector) {
        assertThatIllegalArgumentException().isThrownBy(() -> Selector.parse(selector));
    }

    @Test
    void the_place_and_the_reason_are_told() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selector.parse("rate(x[5m])"))
                .withMessage(
                        "only a plain series selector is supported at character 4, before"
                                + " '(x[5m])'");
    }

    @Test
    void long_expressions_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selector.parse("x{a=~\"" + "b".repeat(201) + "\"}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Selector.parse("x".repeat(5_000)));
    }

    @Test
    void an_expression_that_backtracks_without_end_selects_nothing_and_costs_little() {
        var labels =
                Labels.of(List.of(new Label("__name__", "x"), new Label("a", "a".repeat(2_000))));
        long start = System.nanoTime();

        assertThat(Selector.parse("x{a=~\"(a+)+b\"}").matches(labels)).isFalse();
        assertThat(Selector.parse("x{a!~\"(a+)+b\"}").matches(labels)).isFalse();
        assertThat(Selector.parse("x{a=~\"(.|a)*b\"}").matches(labels)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
