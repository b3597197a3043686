package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import tocsin.responder.incident.Drills;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/// The commands of people on call, against the routes that they speak with.
class OperatorCommandsTest {
    private final OperatorsApi api = new OperatorsApi();
    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void an_incident_is_listed_shown_and_taken_on() {
        assertThat(incident("list", "--status", "open")).isZero();
        assertThat(printed.toString()).contains("INCIDENT", api.incident(), "SEV2", "open");

        assertThat(incident("ack", api.incident(), "-m", "looking", "--actor", "on-call")).isZero();
        assertThat(incident("show", api.incident())).isZero();
        assertThat(printed.toString()).contains("acknowledged", "on-call", "looking", "OPENED");
    }

    @ParameterizedTest
    @CsvSource({
        "snooze, --for, 1h, acknowledged",
        "note, a word, , open",
        "severity, SEV3, , SEV3",
        "escalate, -m, help, open",
        "resolve, -m, over, resolved"
    })
    void each_action_answers_with_the_incident_as_it_is_then(
            String act, String first, String second, String expected) {
        var arguments = new ArrayList<>(List.of(act, api.incident(), first));
        if (second != null) {
            arguments.add(second);
        }

        assertThat(incident(arguments.toArray(String[]::new))).isZero();

        assertThat(printed.toString()).contains(expected);
    }

    @Test
    void deliveries_say_who_was_told_and_what_comes_next() {
        assertThat(incident("deliveries", api.incident())).isZero();

        assertThat(printed.toString())
                .contains("TO", "CHANNEL", "NEXT")
                .containsPattern("PAGE +console +RETRY +1 .*HTTP 503")
                .contains("console is tried again at 2026-01-05T09:00:05Z");
        assertThat(incident("deliveries", "none")).isOne();
    }

    @Test
    void what_is_refused_says_why() {
        assertThat(incident("resolve", api.incident(), "--revision", "99")).isOne();
        assertThat(complained.toString()).contains("revision");
        assertThat(incident("show", "a/../b?c")).isOne();
        assertThat(complained.toString()).contains("no such incident");
    }

    @Test
    void why_says_what_led_to_a_page_and_who_was_not_told() {
        assertThat(run(new WhyCommand(), api.incident())).isZero();
        assertThat(printed.toString())
                .contains(
                        "because of breaches, partition 0, offset 0",
                        "PAGE_FAST on tier 1 is SEV-2",
                        "told              PAGE to ",
                        "not told          ",
                        "not held back     silences: none was in effect",
                        "the service depends on nothing");

        assertThat(run(new WhyCommand(), "nothing")).isOne();
        assertThat(complained.toString()).contains("no such incident or page");
    }

    @Test
    void json_is_the_answer_of_the_api() {
        assertThat(incident("list", "-o", "json")).isZero();

        var answer = JsonMapper.shared().readTree(printed.toString());
        assertThat(answer.path("total").asInt()).isOne();
    }

    @Test
    void a_drill_is_started_listed_and_stopped() {
        api.ids("drill", "stop", "late");
        assertThat(run(new DrillCommand(), "start", "--service", "checkout", "-m", "test"))
                .isZero();
        var id = Drills.incident("checkout", "drill");
        assertThat(printed.toString()).contains("DRILL", id, "checkout", "SEV2", "open");
        assertThat(run(new DrillCommand(), "list")).isZero();
        assertThat(run(new DrillCommand(), "stop", api.incident())).isOne();
        assertThat(complained.toString()).contains("is no drill");

        assertThat(run(new DrillCommand(), "stop", id)).isZero();
        assertThat(printed.toString()).contains("resolved");
        assertThat(run(new DrillCommand(), "start", "--for", "9h")).isOne();
    }

    @Test
    void a_silence_is_previewed_added_listed_and_removed() {
        var add = List.of("add", "service=checkout", "--for", "2h", "-m", "migration");
        var preview = new ArrayList<>(add);
        preview.add("--preview");

        assertThat(silence(preview.toArray(String[]::new))).isZero();
        assertThat(printed.toString()).contains("COVERS", api.incident());
        assertThat(silence("list")).isZero();
        assertThat(printed.toString()).doesNotContain("migration");

        assertThat(silence(add.toArray(String[]::new))).isZero();
        assertThat(silence("list")).isZero();
        assertThat(printed.toString()).contains("silence s from", "migration");
        assertThat(silence("remove", "s")).isZero();
        var nobody = List.of("add", "service=~pay.*", "env!=test", "--for", "2h", "-m", "x");
        assertThat(silence(nobody.toArray(String[]::new))).isZero();
        assertThat(silence("list")).isZero();
        assertThat(printed.toString()).contains("service=~pay.* env!=test");
        assertThat(silence("remove", "s")).isZero();
        assertThat(silence("remove", "s")).isOne();
        assertThat(complained.toString()).contains("no such silence");
    }

    @Test
    void whoever_is_on_call_is_named_and_put_into_a_calendar() {
        assertThat(run(new OnCallCommand())).isZero();
        assertThat(printed.toString()).contains("desk", "one");

        assertThat(run(new OnCallCommand(), "desk", "--ical")).isZero();
        assertThat(printed.toString()).contains("BEGIN:VCALENDAR", "END:VCALENDAR");
        assertThat(run(new OnCallCommand(), "nobody")).isOne();
        assertThat(complained.toString()).contains("no such schedule");
    }

    @Test
    void a_gate_that_is_shut_ends_with_1_and_a_fix_may_pass() {
        assertThat(run(new DeployGateCommand(), "checkout")).isOne();
        assertThat(printed.toString()).contains("deny", "availability is spent", api.incident());

        assertThat(run(new DeployGateCommand(), "checkout", "--fix")).isZero();
        assertThat(printed.toString()).contains("allow");
        assertThat(run(new DeployGateCommand(), "search")).isZero();
    }

    @Test
    void what_is_left_of_a_budget_is_told_of_one_service_or_all() {
        assertThat(run(new BudgetCommand())).isZero();
        assertThat(printed.toString())
                .contains("REMAINING", "checkout", "availability", "50.0 %", "15.0 in 1h", "yes")
                .contains("2026-01-06T09:00:00Z");
        assertThat(run(new BudgetCommand(), "checkout", "-o", "json")).isZero();
        assertThat(printed.toString()).contains("\"remaining\" : 0.5");
        assertThat(run(new BudgetCommand(), "search")).isZero();
    }

    @Test
    void a_remediation_is_listed_shown_and_approved_only_as_it_was_seen() {
        assertThat(run(new RemediationCommand(), "list")).isZero();
        assertThat(printed.toString()).contains("REMEDIATION", "r1", "observed", "roll-back");
        assertThat(run(new RemediationCommand(), "show", "r1")).isZero();
        assertThat(printed.toString()).contains("2.13.2", "hash");

        assertThat(run(new RemediationCommand(), "approve", "r1", "--hash", "00000000")).isOne();
        assertThat(complained.toString()).contains("it is not what you saw");
        var hash = printed.toString().replaceAll("(?s).*hash +([0-9a-f]{64}).*", "$1");
        assertThat(run(new RemediationCommand(), "approve", "r1", "--hash", hash)).isOne();
        assertThat(complained.toString()).contains("whoever a token belongs to");
        assertThat(run(new RemediationCommand(), "decline", "r1", "-m", "no")).isZero();
        assertThat(printed.toString()).contains("rejected");
    }

    @Test
    void a_person_proposes_what_another_has_to_approve() {
        assertThat(
                        run(
                                new RemediationCommand(),
                                "propose",
                                api.incident(),
                                "roll-back",
                                "--param",
                                "to=2.12.0",
                                "-m",
                                "it is the release",
                                "--actor",
                                "one"))
                .isZero();
        assertThat(printed.toString()).contains("awaiting_approval", "requester     one");
        assertThat(run(new RemediationCommand(), "propose", "none", "roll-back", "-m", "so"))
                .isOne();
    }

    @Test
    void remediation_is_stopped_with_a_reason_and_goes_on() {
        assertThat(run(new RemediationCommand(), "stop", "-m", "migration")).isZero();
        assertThat(printed.toString()).contains("STOPPED", "true", "migration");
        assertThat(run(new RemediationCommand(), "resume")).isZero();
        assertThat(printed.toString()).contains("false");
    }

    private int incident(String... arguments) {
        return run(new IncidentCommand(), arguments);
    }

    private int silence(String... arguments) {
        return run(new SilenceCommand(), arguments);
    }

    private int run(Object command, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--api", api.server().url()));
        return new CommandLine(command)
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(complained))
                .setExecutionExceptionHandler((e, asked, _) -> {
                    asked.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(all.toArray(String[]::new));
    }
}
