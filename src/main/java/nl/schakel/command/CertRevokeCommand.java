package nl.schakel.command;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import nl.schakel.trust.CertificateAuthority;
import nl.schakel.trust.Holdings.Holding;
import nl.schakel.trust.KeyRegister;
import nl.schakel.trust.KeyState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Withdraws a key at once. */
@Command(
        name = "revoke",
        description = {
            "Withdraws a partner's key: from the next look (within 15 seconds) nothing that bears it is taken,",
            "and nothing is delivered to who shows it. In a demo home its authority lists it as revoked as well.",
            "For real certificates, also ask the authority that issued it to revoke it."
        },
        footer = {
            "KEY is the key of 'schakel cert list', or its first 8 characters or more.",
            "Example: schakel cert revoke 3f9a01c27b5e"
        })
final class CertRevokeCommand implements Callable<Integer> {
    private static final int SHORTEST = 8;

    @Mixin
    private final Asked asked = new Asked();

    @Parameters(index = "0", paramLabel = "KEY", description = "Which key, as hexadecimal.")
    private String key = "";

    private final Console console;

    CertRevokeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        return KeyFolder.in(asked.home(), console, this::revoke);
    }

    private int revoke(KeyFolder folder) {
        if (!key.matches("[0-9a-f]{" + SHORTEST + ",64}")) {
            return console.fail(
                    Exit.USAGE, "A key is at least " + SHORTEST + " hexadecimal characters, as in: schakel cert list");
        }
        List<Holding> found = folder.holdings().stream()
                .filter(holding -> holding.key().startsWith(key))
                .toList();
        if (found.size() != 1) {
            return console.fail(
                    Exit.FINDING,
                    (found.isEmpty()
                                    ? "No certificate has this key."
                                    : "Several certificates have a key that begins so.")
                            + " Look at: schakel cert list");
        }
        return revoke(folder, found.get(0));
    }

    private int revoke(KeyFolder folder, Holding holding) {
        boolean ours = holding.owner().equals("gateway");
        if (holding.owner().equals("authority") || (ours && holding.state() == KeyState.ACTIVE)) {
            return console.fail(
                    Exit.FINDING,
                    ours
                            ? "This key is in use here. Roll over first: schakel cert rollover " + holding.use()
                            : "An authority is not revoked: take it out of the anchors.");
        }
        KeyRegister register = KeyRegister.of(folder.pki());
        Optional<KeyRegister.Entry> entry = register.entries().stream()
                .filter(one -> one.publicKey().equals(holding.key()))
                .findFirst();
        Optional<CertificateAuthority> authority = folder.authority();
        if (entry.isEmpty() && authority.isEmpty()) {
            return console.fail(
                    Exit.FINDING,
                    "Nothing was revoked: this key is not in the register, and the authority that certified it is not here."
                            + " Ask that authority; a key of ours that is verify-only ends with: schakel cert rollover "
                            + holding.use() + " --retire");
        }
        entry.ifPresent(one -> register.move(one, KeyState.REVOKED));
        authority.ifPresent(issuer -> issuer.revoke(new BigInteger(holding.serial(), 16)));
        console.line("Revoked: " + holding.owner() + " " + holding.use() + ", key "
                + holding.key().substring(0, 16) + ". Nothing that bears it is taken any more.");
        borne(holding.key());
        return Exit.OK;
    }

    /** What came with it until now, where a gateway runs that can tell. */
    private void borne(String whole) {
        String list = "schakel cert messages " + whole.substring(0, 16);
        try {
            OperatorApi.Reply reply = CertMessagesCommand.page(asked.home(), whole, "");
            if (reply.isGood()) {
                console.line(reply.body().path("count").asText() + " accepted messages bore it. Which ones: " + list);
                return;
            }
        } catch (IOException unreachable) {
            // It is revoked all the same; the list is there when the gateway is.
        }
        console.line("No gateway runs here that could say what bore it. When one does: " + list);
    }
}
