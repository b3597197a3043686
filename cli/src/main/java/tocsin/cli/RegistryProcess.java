package tocsin.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;

/// The main of the registry's child process: starts Apicurio Registry and ends as soon as standard
/// input closes, which the operating system sees to even when the parent is killed.
final class RegistryProcess {
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
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("The parent process is gone: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
