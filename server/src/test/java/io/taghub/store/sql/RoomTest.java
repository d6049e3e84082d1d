package io.taghub.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 64 MB that is told how much of it is left. */
class RoomTest {
    private static final long MB = DiskSpace.MB;

    @TempDir
    Path folder;

    private long usable = 60 * MB;

    private DiskSpace room() {
        return new DiskSpace(folder.resolve("taghub.db"), new DiskSpace.Disk() {
            @Override
            public long total() {
                return 64 * MB;
            }

            @Override
            public long usable() throws IOException {
                return usable - (Files.exists(folder.resolve("taghub.db.reserve")) ? 4 * MB : 0);
            }
        });
    }

    @Test
    void eventsAreRefusedBeforeTheDiskIsFullAndTakenWhenThereIsRoom() {
        DiskSpace room = room();
        room.keep();
        assertThat(room.scarce()).isFalse();
        assertThat(room.trouble()).isNull();
        usable = 11 * MB;
        room.measure();
        assertThat(room.scarce()).isTrue();
        assertThat(room.trouble()).contains("nearly full");
        assertThat(room.logLimit()).isEqualTo(MB);
        usable = 13 * MB;
        room.measure();
        assertThat(room.scarce()).as("a little more is not yet enough").isTrue();
        usable = 20 * MB;
        room.measure();
        assertThat(room.scarce()).isFalse();
        assertThat(room.left()).isEqualTo(16 * MB);
    }

    @Test
    void aFolderThatIsStillToBeMadeIsOnTheDiskOfItsParent() throws IOException {
        Path absent = folder.resolve("some/data");
        assertThat(DiskSpace.Disk.of(absent).total()).isPositive();
        DiskSpace room = new DiskSpace(absent.resolve("taghub.db"));
        room.measure();
        assertThat(room.left()).as("known at the first start").isLessThan(Long.MAX_VALUE);
    }

    @Test
    void theReserveIsGivenUpWhenNothingElseIsLeftAndKeptAgain() throws IOException {
        Path reserve = folder.resolve("taghub.db.reserve");
        DiskSpace room = room();
        room.keep();
        assertThat(Files.size(reserve)).isEqualTo(4 * MB);
        room.release();
        assertThat(reserve).exists();
        usable = 4 * MB;
        room.release();
        assertThat(reserve).doesNotExist();
        assertThat(room.wantsSpace()).isTrue();
        room.keep();
        assertThat(reserve).doesNotExist();
        usable = 30 * MB;
        room.keep();
        assertThat(reserve).exists();
        assertThat(room.wantsSpace()).isFalse();
    }
}
