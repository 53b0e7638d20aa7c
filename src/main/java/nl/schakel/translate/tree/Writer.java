package nl.schakel.translate.tree;

import nl.schakel.referral.Json;
import nl.schakel.referral.Step;

/** Writes a finished tree as the bytes of one format; encoding is the only place where delimiters come from. */
@FunctionalInterface
public interface Writer {
    Step<byte[]> write(Json.Obj tree);

    /** A place in that tree as people of the format write it; {@code name[0].family} unless the format says otherwise. */
    default String place(Json.Obj tree, String path) {
        return path;
    }
}
