package tocsin.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("tocsin");

    @Test
    void definitions_and_identities_are_pure() {
        noClasses()
                .that()
                .resideInAnyPackage("tocsin.runtime.definitions..", "tocsin.schemas.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache..",
                        "io.javalin..",
                        "java.net..",
                        "java.io..",
                        "java.nio.channels..",
                        "java.nio.file..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void schemas_know_nothing_of_the_others_and_runtime_only_schemas() {
        noClasses()
                .that()
                .resideInAPackage("tocsin.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tocsin.runtime..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("tocsin.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "tocsin.ingest..",
                        "tocsin.detector..",
                        "tocsin.responder..",
                        "tocsin.notifier..",
                        "tocsin.cli..")
                .check(CLASSES);
    }
}
