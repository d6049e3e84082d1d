package io.taghub.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What reading a config file came to. */
public sealed interface Loaded {

    /** The config file and every file it takes a value from: when one of these changes, reading again is worth while. */
    Set<Path> files();

    /**
     * A config to run by.
     *
     * @param warnings what is allowed and yet probably not meant
     * @param refused what {@code check} refuses, while a hub that ran by it before goes on and says so
     */
    record Valid(HubConfig config, List<ConfigProblem> warnings, List<ConfigProblem> refused, Set<Path> files)
            implements Loaded {}

    /**
     * A file that nothing can run by.
     *
     * @param problems all of them, in the order of the file; never empty
     * @param warnings what beside them is allowed and yet probably not meant, as far as it can be seen by then
     */
    record Invalid(List<ConfigProblem> problems, List<ConfigProblem> warnings, Set<Path> files) implements Loaded {
        public Invalid(List<ConfigProblem> problems, Set<Path> files) {
            this(problems, List.of(), files);
        }
    }
}
