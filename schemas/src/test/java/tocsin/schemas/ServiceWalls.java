package tocsin.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// The walls that hold in every service: its root package is the shell, and the packages below are
/// rules, which know nothing of the outside, are told the time, and leave nothing to chance.
public abstract class ServiceWalls {
    private static final List<String> SERVICES =
            List.of("ingest", "detector", "responder", "notifier");
    private static final List<String> OUTSIDE =
            List.of(
                    "io.opentelemetry..",
                    "io.micrometer..",
                    "io.javalin..",
                    "org.apache..",
                    "org.xerial..",
                    "com.google.protobuf..",
                    "com.sun..",
                    "java.net..",
                    "java.io..",
                    "java.nio..",
                    "tocsin.runtime",
                    "tocsin.schemas");

    private final String service;
    private final String[] shell;
    private final JavaClasses classes;

    /// @param shell packages below the root that are no rules
    protected ServiceWalls(String service, String... shell) {
        this.service = service;
        this.shell = shell;
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("tocsin." + service);
    }

    /// All classes of the service, for walls of its own.
    protected final JavaClasses classes() {
        return classes;
    }

    private GivenClassesConjunction rules() {
        return noClasses()
                .that()
                .resideInAPackage("tocsin." + service + ".*..")
                .and()
                .resideOutsideOfPackages(shell);
    }

    @Test
    void rules_know_nothing_of_the_outside() {
        var own = Stream.concat(Stream.of("tocsin." + service), Stream.of(shell));
        rules().should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(OUTSIDE.stream(), own).toArray(String[]::new))
                .check(classes);
    }

    @Test
    void rules_are_told_the_time_and_leave_nothing_to_chance() {
        rules().should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .check(classes);
    }

    @Test
    void services_meet_only_on_topics() {
        var others =
                Stream.concat(SERVICES.stream(), Stream.of("cli"))
                        .filter(other -> !other.equals(service))
                        .map(other -> "tocsin." + other + "..")
                        .toArray(String[]::new);
        noClasses().should().dependOnClassesThat().resideInAnyPackage(others).check(classes);
    }
}
