package tocsin.ingest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

class ArchitectureTest {
    private static final String RULES = "tocsin.ingest.*..";
    private static final String[] OUTSIDE = {
        "io.opentelemetry..",
        "org.apache..",
        "org.xerial..",
        "com.google..",
        "io.javalin..",
        "io.micrometer..",
        "java.net..",
        "java.io..",
        "java.nio..",
        "com.sun..",
        "tocsin.runtime",
        "tocsin.schemas"
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("tocsin.ingest");

    @Test
    void rules_know_nothing_of_the_outside() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .should()
                .dependOnClassesThat(resideInAnyPackage(OUTSIDE))
                .check(CLASSES);
    }

    @Test
    void rules_are_told_the_time_and_leave_nothing_to_chance() {
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
                .areAssignableTo(InstantSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .check(CLASSES);
    }

    @Test
    void rules_do_not_know_the_shell() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .should()
                .dependOnClassesThat(resideInAPackage("tocsin.ingest"))
                .check(CLASSES);
    }

    @Test
    void ingest_meets_other_services_only_on_topics() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "tocsin.detector..",
                                "tocsin.responder..",
                                "tocsin.notifier..",
                                "tocsin.cli.."))
                .check(CLASSES);
    }
}
