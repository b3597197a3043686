package tocsin.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/// The main of the registry's child process: starts Apicurio Registry and ends as soon as standard
/// input closes, which the operating system sees to even when the parent is killed.
final class RegistryProcess {
    /// What the parent says before it closes the pipe in good order.
    static final int GOODBYE = 'q';

    private RegistryProcess() {}

    static void main(String[] args) throws Throwable {
        Thread.ofPlatform().name("parent-watch").daemon().start(RegistryProcess::awaitParent);
        var entry = Class.forName("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        try {
            entry.getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void awaitParent() {
        int said = -1;
        try {
            said = System.in.read();
        } catch (IOException e) {
            System.err.println("The parent process is gone: " + e);
        }
        if (said != GOODBYE) {
            endAtOnce();
        }
        Runtime.getRuntime().halt(0);
    }

    /// The parent was killed. Even a halt would first write the archive of classes, for seconds.
    private static void endAtOnce() {
        var self = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-KILL", self).start().waitFor();
        } catch (IOException e) {
            System.err.println("Cannot end at once: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
