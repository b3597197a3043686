package tocsin.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

import tocsin.schemas.ServiceWalls;

import java.time.Instant;

class ArchitectureTest extends ServiceWalls {
    ArchitectureTest() {
        super("detector");
    }

    @Test
    void the_shell_has_no_clock_either() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes());
    }
}
