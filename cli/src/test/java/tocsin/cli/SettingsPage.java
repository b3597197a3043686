package tocsin.cli;

import java.util.Map;
import java.util.stream.Collectors;

/// The tables of settings, from what the processes read.
final class SettingsPage {
    private SettingsPage() {}

    static String page() {
        var rows = ServiceSettings.of(Map.of()).rows();
        return """
        # Settings

        Generated from the code; a test keeps it so. Services and commands are configured from the environment alone; every problem is reported at once, and a process with a bad setting ends with exit code 2. An absent or blank variable means the default; what is taken as it stands may be blank.
        `tocsin` stands for `./tocsin` and its commands. Channels, policies and objectives are not settings but [definitions](definitions.md).

        Secrets: the variable itself, or with `_FILE` behind its name the file that holds it. They are never printed. What Kafka needs to know may stay in files too, with its own configuration providers: `TOCSIN_KAFKA_CONFIG_PROVIDERS=dir`, `TOCSIN_KAFKA_CONFIG_PROVIDERS_DIR_CLASS=org.apache.kafka.common.config.provider.DirectoryConfigProvider`, and then for example `TOCSIN_KAFKA_SASL_JAAS_CONFIG='${dir:/run/secrets:jaas}'`.

        - `--help` behind the main class of a service, as in `java -cp 'lib/*' tocsin.detector.Detector --help`, prints what it reads; `./tocsin config list` prints all of it.
        - `./tocsin config show` says what each would read from this environment, where each value comes from, and which `TOCSIN_*` variables nobody reads. Services warn of those that look misspelt.

        | setting | type | default | read by | what |
        |---|---|---|---|---|
        """
                + rows.stream().map(SettingsPage::row).collect(Collectors.joining())
                + """

                ## Examples

                ```
                """
                + rows.stream()
                        .map(row -> row.setting().line() + "\n")
                        .collect(Collectors.joining())
                + """
                ```
                """;
    }

    /// What every service reads.
    static String common() {
        return """
        | setting | default | what |
        |---|---|---|
        """
                + ServiceSettings.of(Map.of()).rows().stream()
                        .filter(ServiceSettings.Row::common)
                        .map(row ->
                                "| `%s` | %s | %s |\n"
                                        .formatted(
                                                row.setting().variable(),
                                                row.absent(SettingsPage::code),
                                                row.setting().doc()))
                        .collect(Collectors.joining());
    }

    private static String row(ServiceSettings.Row row) {
        var setting = row.setting();
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        setting.variable(),
                        setting.type().name(),
                        row.absent(SettingsPage::code),
                        row.readers(),
                        setting.doc());
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
