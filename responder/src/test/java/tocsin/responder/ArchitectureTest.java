package tocsin.responder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

class ArchitectureTest {
    /// Every sub-package but the shell's own.
    private static final String RULES = "tocsin.responder.*..";

    private static final String[] SHELL = {
        "tocsin.responder.api..", "tocsin.responder.callback..", "tocsin.responder.executor.."
    };
    private static final String[] OUTSIDE = {
        "io.opentelemetry..",
        "org.apache..",
        "java.net..",
        "java.io..",
        "java.nio..",
        "com.sun..",
        "io.javalin..",
        "io.micrometer..",
        "tocsin.runtime",
        "tocsin.schemas"
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("tocsin.responder");

    @Test
    void rules_know_nothing_of_the_outside() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .and()
                .resideOutsideOfPackages(SHELL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE)
                .check(CLASSES);
    }

    @Test
    void rules_are_told_the_time_and_throw_no_dice() {
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
    void rules_have_no_clock() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .and()
                .resideOutsideOfPackages(SHELL)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "detector", "notifier", "cli"})
    void services_meet_only_on_topics(String service) {
        noClasses()
                .that()
                .resideInAPackage("tocsin.responder..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tocsin." + service + "..")
                .check(CLASSES);
    }
}
