package io.taghub.cli;

import io.taghub.hub.PlainException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Listed here for the help; the launcher itself prepares a browser and runs the suite. */
@Command(
        name = "test",
        description = "Prepare a browser and run the whole test suite (from a source checkout).",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new PlainException("the tests are run by the launcher: ./taghub test");
    }
}
