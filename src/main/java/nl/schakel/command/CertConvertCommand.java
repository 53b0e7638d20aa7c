package nl.schakel.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Moves our keys from files of their own into a PKCS#12 file. */
@Command(
        name = "convert",
        description = {
            "Puts our keys, where a home was made with key files, into HOME/pki/gateway/keys.p12 and takes the files away.",
            "The password is made by chance and stands in keys.password beside it, for its owner alone to read."
        },
        footer = "Example: schakel cert convert")
final class CertConvertCommand implements Callable<Integer> {
    @Mixin
    private final Asked asked = new Asked();

    private final Console console;

    CertConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return KeyFolder.in(asked.home(), console, this::convert);
    }

    private int convert(KeyFolder folder) {
        Optional<Integer> moved = folder.own().convert();
        if (moved.isEmpty()) {
            console.line("Nothing to do: no key of ours lies in a file of its own.");
            return Exit.OK;
        }
        console.line(moved.get() + " keys of ours are in use from PKCS#12: pki/gateway/keys.p12. A gateway that runs"
                + " takes them from there within 15 seconds.");
        return Exit.OK;
    }
}
