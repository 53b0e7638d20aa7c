package nl.schakel.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** A folder on a partner's own server. What a server cannot do in one step is done so that a kill in between loses nothing. */
final class SftpFolder implements DropFolder {
    private static final int PIECE = 32 * 1024;
    /** Of these a server could make one path of several, or another path. */
    private static final String SEPARATORS = "/\\\0";

    private final SftpClient sftp;
    private final String path;

    SftpFolder(SftpClient sftp, String path) {
        this.sftp = sftp;
        this.path = path;
    }

    @Override
    public boolean isThere() throws IOException {
        Optional<SftpClient.Attributes> seen = unlessGone(() -> sftp.stat(path));
        return seen.filter(SftpClient.Attributes::isDirectory).isPresent();
    }

    /** As one of ours must be: a folder and no link to one. */
    boolean isFolderItself() throws IOException {
        Optional<SftpClient.Attributes> seen = unlessGone(() -> sftp.lstat(path));
        return seen.filter(SftpClient.Attributes::isDirectory).isPresent();
    }

    /** Makes it where it is missing. */
    void make() throws IOException {
        if (unlessGone(() -> sftp.lstat(path)).isEmpty()) {
            sftp.mkdir(path);
        }
    }

    @Override
    public Map<String, Look> list(Predicate<String> meant, int atMost) throws IOException {
        Map<String, Look> lying = new LinkedHashMap<>();
        try (SftpClient.CloseableHandle folder = sftp.openDir(path)) {
            int pieces = 0;
            List<SftpClient.DirEntry> some = sftp.readDir(folder, new AtomicReference<>());
            while (some != null && lying.size() < atMost && pieces < DoorLimits.FILES_SEEN) {
                for (SftpClient.DirEntry one : some) {
                    String name = one.getFilename();
                    if (lying.size() < atMost && isName(name) && meant.test(name)) {
                        lying.put(name, look(one.getAttributes()));
                    }
                }
                pieces++;
                some = sftp.readDir(folder, new AtomicReference<>());
            }
        }
        return lying;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> SEPARATORS.indexOf(c) >= 0);
    }

    /** A server that does not say what it is, how large or how old, has nothing there for us. */
    private static Look look(SftpClient.Attributes seen) {
        boolean told = seen.getFlags().contains(SftpClient.Attribute.Size)
                && seen.getFlags().contains(SftpClient.Attribute.Perms)
                && seen.getModifyTime() != null;
        return new Look(
                "",
                seen.getSize(),
                told ? seen.getModifyTime() : java.nio.file.attribute.FileTime.fromMillis(0),
                told && seen.isRegularFile());
    }

    @Override
    public Optional<Look> look(String name) throws IOException {
        return unlessGone(() -> sftp.lstat(at(name))).map(SftpFolder::look);
    }

    @Override
    public Optional<byte[]> read(String name, int limit) throws IOException {
        return unlessGone(() -> bytes(at(name), limit));
    }

    private byte[] bytes(String file, int limit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (SftpClient.CloseableHandle open = sftp.open(file, OpenMode.Read)) {
            while (bytes.size() <= limit) {
                int wanted = Math.min(piece.length, limit + 1 - bytes.size());
                int got = sftp.read(open, bytes.size(), piece, 0, wanted);
                if (got < 0) {
                    break;
                }
                if (got == 0) {
                    throw new StreamCorruptedException("a piece of nothing");
                }
                bytes.write(piece, 0, got);
            }
        }
        return bytes.toByteArray();
    }

    /** @throws NeverSent when the name certainly does not show it */
    @Override
    public void place(String name, byte[] bytes) throws IOException {
        String aside = at("." + UUID.randomUUID() + ".part");
        try {
            upload(aside, bytes);
        } catch (IOException trouble) {
            removeSafely(aside);
            throw new NeverSent(trouble);
        }
        try {
            replace(aside, at(name));
        } catch (SftpException no) {
            removeSafely(aside);
            throw new NeverSent(no);
        }
    }

    private void upload(String file, byte[] bytes) throws IOException {
        try (SftpClient.CloseableHandle open = sftp.open(file, OpenMode.Write, OpenMode.Create, OpenMode.Exclusive)) {
            for (int at = 0; at < bytes.length; at += PIECE) {
                sftp.write(open, at, bytes, at, Math.min(PIECE, bytes.length - at));
            }
            OpenSSHFsyncExtension disk = sftp.getExtension(OpenSSHFsyncExtension.class);
            if (disk != null && disk.isSupported()) {
                disk.fsync(open);
            }
        }
    }

    private void removeSafely(String file) {
        try {
            sftp.remove(file);
        } catch (IOException | RuntimeException gone) {
            // It begins with a full stop, so that nobody takes it for a document.
        }
    }

    /** In one step where the server can replace; else what stood there goes first, and comes again when we are killed then. */
    private void replace(String from, String to) throws IOException {
        Optional<OpenSSHPosixRenameExtension> posix = replacing();
        if (posix.isPresent()) {
            posix.get().posixRename(from, to);
            return;
        }
        if (unlessGone(() -> sftp.lstat(to)).isPresent()) {
            sftp.remove(to);
        }
        sftp.rename(from, to);
    }

    private Optional<OpenSSHPosixRenameExtension> replacing() {
        return Optional.ofNullable(sftp.getExtension(OpenSSHPosixRenameExtension.class))
                .filter(OpenSSHPosixRenameExtension::isSupported);
    }

    /** Two files of one of our names have the same bytes: where a server cannot replace one, the second is not needed. */
    @Override
    public boolean move(String name, DropFolder to, String as) throws IOException {
        return unlessGone(() -> {
                    moveOne(name, to, as);
                    return true;
                })
                .isPresent();
    }

    private void moveOne(String name, DropFolder to, String as) throws IOException {
        Optional<OpenSSHPosixRenameExtension> posix = replacing();
        if (posix.isPresent()) {
            posix.get().posixRename(at(name), to.at(as));
            return;
        }
        try {
            sftp.rename(at(name), to.at(as));
        } catch (SftpException no) {
            Optional<Look> there = to.look(as);
            Optional<Look> here = look(name);
            if (there.isEmpty()
                    || here.isEmpty()
                    || there.get().size() != here.get().size()) {
                throw no;
            }
            sftp.remove(at(name));
        }
    }

    @Override
    public void delete(String name) throws IOException {
        unlessGone(() -> {
            sftp.remove(at(name));
            return true;
        });
    }

    /** What a server does with its disk is its own matter. */
    @Override
    public void force() {}

    @Override
    public String at(String name) {
        return (path.equals("/") ? "" : path) + "/" + name;
    }

    /** Asks the server for something. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> Optional<T> unlessGone(Question<T> question) throws IOException {
        try {
            return Optional.of(question.ask());
        } catch (SftpException no) {
            if (no.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return Optional.empty();
            }
            throw no;
        }
    }
}
