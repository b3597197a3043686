package tocsin.notifier;

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
    private static final String RULES = "tocsin.notifier.*..";
    private static final String[] SHELL = {"tocsin.notifier.channel.."};
    private static final String[] OUTSIDE = {
        "io.opentelemetry..",
        "org.apache..",
        "java.net..",
        "java.io..",
        "java.nio..",
        "com.sun..",
        "io.javalin..",
        "tocsin.runtime",
        "tocsin.schemas",
        "tocsin.notifier",
        "tocsin.notifier.channel.."
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("tocsin.notifier");

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
    void rules_are_told_the_time_and_draw_no_lots() {
        noClasses()
                .that()
                .resideInAPackage(RULES)
                .and()
                .resideOutsideOfPackages(SHELL)
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
    void services_meet_only_on_topics() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tocsin.ingest..",
                        "tocsin.detector..",
                        "tocsin.responder..",
                        "tocsin.cli..")
                .check(CLASSES);
    }
}
