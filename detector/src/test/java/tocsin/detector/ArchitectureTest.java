package tocsin.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.util.Random;

class ArchitectureTest {
    /// Every sub-package: this module has no shell below its root.
    private static final String RULES = "tocsin.detector.*..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("tocsin.detector");

    @Test
    void rules_know_nothing_of_the_outside() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache..",
                        "io..",
                        "java.net..",
                        "java.io..",
                        "java.nio..",
                        "com.sun..",
                        "tocsin.detector",
                        "tocsin.runtime",
                        "tocsin.schemas")
                .check(CLASSES);
    }

    @Test
    void rules_are_told_the_time_and_roll_no_dice() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .should()
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
                .areAssignableTo(Random.class)
                .check(CLASSES);
    }

    @Test
    void the_shell_has_no_clock_either() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void services_meet_only_on_topics() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tocsin.ingest..",
                        "tocsin.responder..",
                        "tocsin.notifier..",
                        "tocsin.cli..")
                .check(CLASSES);
    }
}
