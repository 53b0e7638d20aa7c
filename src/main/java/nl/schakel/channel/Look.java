package nl.schakel.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What a file looked like at one moment, without following a link. As long as it looks the same, nobody writes to it.
 *
 * @param inode which file it is, whatever it is called; always the same where a server does not tell
 * @param plain a regular file with one name: no link, folder or device, and (on this machine) no second name by which
 *     somebody else's file could have been put here
 */
record Look(Object inode, long size, FileTime modified, boolean plain) {

    static Look at(Path file) throws IOException {
        Map<String, Object> seen = Files.readAttributes(
                file, "unix:ino,size,lastModifiedTime,isRegularFile,nlink", LinkOption.NOFOLLOW_LINKS);
        boolean plain = Boolean.TRUE.equals(seen.get("isRegularFile"))
                && Integer.valueOf(1).equals(seen.get("nlink"));
        return new Look(of(seen, "ino"), (Long) of(seen, "size"), (FileTime) of(seen, "lastModifiedTime"), plain);
    }

    private static Object of(Map<String, Object> seen, String name) {
        return java.util.Objects.requireNonNull(seen.get(name), name);
    }
}
