package nl.schakel.proof;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A zip archive in one form only: nothing compressed, names in order, no dates, no extras. Whoever has the files can write
 * the very same archive, so a reader that does so finds every bit that is not as it should be, and nothing in it can
 * grow, repeat itself or point elsewhere. {@code unzip} reads it.
 */
final class StoredZip {
    static final int MOST_BYTES = 256 * 1024 * 1024;
    static final int MOST_FILES = 20_000;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final short VERSION = 10;
    /** 1 January 1980, the first day that a zip archive knows. */
    private static final short DAY = 0x21;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*(?:[./][a-z0-9][a-z0-9_-]*)*");
    private static final int NAME_CHARACTERS = 120;

    private StoredZip() {}

    /** It is not an archive of this form; the message says what is wrong, without quoting it. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String what) {
            super(what);
        }
    }

    static byte[] write(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] name = file.getKey().getBytes(StandardCharsets.US_ASCII);
            byte[] bytes = file.getValue();
            directory.writeBytes(central(name, bytes, out.size()));
            out.writeBytes(local(name, bytes));
            out.writeBytes(name);
            out.writeBytes(bytes);
        }
        int at = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(little(END_BYTES)
                .putInt(END)
                .putInt(0)
                .putShort((short) files.size())
                .putShort((short) files.size())
                .putInt(directory.size())
                .putInt(at)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    private static byte[] local(byte[] name, byte[] bytes) {
        return common(little(LOCAL_BYTES).putInt(LOCAL), name, bytes).array();
    }

    private static byte[] central(byte[] name, byte[] bytes, int at) {
        byte[] record = new byte[CENTRAL_BYTES + name.length];
        ByteBuffer entry = ByteBuffer.wrap(record)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CENTRAL)
                .putShort(VERSION);
        common(entry, name, bytes)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(at)
                .put(name);
        return record;
    }

    private static ByteBuffer common(ByteBuffer header, byte[] name, byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return header.putShort(VERSION)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DAY)
                .putInt((int) crc.getValue())
                .putInt(bytes.length)
                .putInt(bytes.length)
                .putShort((short) name.length)
                .putShort((short) 0);
    }

    static SortedMap<String, byte[]> read(byte[] archive) throws Unreadable {
        if (archive.length > MOST_BYTES) {
            throw new Unreadable("it is larger than " + (MOST_BYTES >> 20) + " MB");
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= LOCAL_BYTES && in.getInt(in.position()) == LOCAL) {
            one(in, files);
        }
        if (files.isEmpty() || !Arrays.equals(write(files), archive)) {
            throw new Unreadable("its bytes are not those of an evidence file that was written whole");
        }
        return files;
    }

    private static void one(ByteBuffer in, SortedMap<String, byte[]> files) throws Unreadable {
        int start = in.position();
        long size = Integer.toUnsignedLong(in.getInt(start + 22));
        int named = Short.toUnsignedInt(in.getShort(start + 26));
        in.position(start + LOCAL_BYTES);
        if (named > NAME_CHARACTERS || size + named > in.remaining() || files.size() >= MOST_FILES) {
            throw new Unreadable("file " + (files.size() + 1) + " in it goes beyond its limits");
        }
        byte[] name = new byte[named];
        in.get(name);
        String text = new String(name, StandardCharsets.ISO_8859_1);
        if (!NAME.matcher(text).matches()) {
            throw new Unreadable("file " + (files.size() + 1) + " in it has a name that no evidence file has");
        }
        byte[] bytes = new byte[(int) size];
        in.get(bytes);
        if (!files.isEmpty() && files.lastKey().compareTo(text) >= 0) {
            throw new Unreadable("its files are repeated or not in order at " + text);
        }
        files.put(text, bytes);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
