package nl.schakel.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What was taken out of a partner's folder and is not settled yet. A file is moved here in one step under a name of our
 * own: from then on nobody can put another in its place, and after a crash it is found here again. A file never lies here
 * without the seal it came with, so that another gateway that looks at the same moment sees both or none.
 */
final class TakenFiles {
    private final DropPlaces places;

    TakenFiles(DropPlaces places) {
        this.places = places;
    }

    DropPlaces places() {
        return places;
    }

    /** Moves a file here with a copy of its seal; empty when its sender took it back a moment ago, or goes on writing. */
    Optional<String> take(Steadiness.Whole whole) throws IOException {
        if (!places.in().look(whole.name()).equals(Optional.of(whole.look()))) {
            return Optional.empty();
        }
        String ours = FileKind.of(whole.name()).named(UUID.randomUUID().toString());
        if (whole.seal().isPresent()) {
            // Longer than any seal is as good as none.
            Optional<byte[]> text = places.in().read(whole.seal().get(), DoorLimits.HEADER_CHARACTERS);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            places.taken().place(seal(ours), text.get());
        }
        if (!places.in().move(whole.name(), places.taken(), ours)) {
            places.taken().delete(seal(ours));
            return Optional.empty();
        }
        if (whole.seal().isPresent()) {
            places.in().delete(whole.seal().get());
        }
        return Optional.of(ours);
    }

    /** What it looks like; empty when another gateway has settled it. */
    Optional<Look> look(String ours) throws IOException {
        return places.taken().look(ours);
    }

    Optional<byte[]> read(String ours, int limit) throws IOException {
        return places.taken().read(ours, limit);
    }

    /** The seal it came with. To be asked for before the file is read. */
    Optional<String> sealOf(String ours) throws IOException {
        return places.taken()
                .read(seal(ours), DoorLimits.HEADER_CHARACTERS)
                .map(text -> new String(text, StandardCharsets.US_ASCII).strip());
    }

    private static String seal(String ours) {
        return ours + Steadiness.SEAL;
    }

    /** What lies here, in a fixed order; seals that lost their file are thrown away. */
    List<String> unsettled() throws IOException {
        List<String> files = new ArrayList<>();
        Map<String, Look> lying = places.taken().list(name -> !name.startsWith("."), DoorLimits.FILES_SEEN);
        for (Map.Entry<String, Look> one : lying.entrySet()) {
            if (!one.getKey().endsWith(Steadiness.SEAL)) {
                files.add(one.getKey());
            } else if (one.getValue().modified().toInstant().isBefore(places.lostBefore())) {
                forgetWithoutFile(one.getKey());
            }
        }
        return files.stream().sorted().toList();
    }

    private void forgetWithoutFile(String seal) throws IOException {
        String file = seal.substring(0, seal.length() - Steadiness.SEAL.length());
        if (places.taken().look(file).isEmpty()) {
            places.taken().delete(seal);
        }
    }

    /** Everything of it is in the journal: no copy stays. */
    void finish(String ours) throws IOException {
        places.taken().delete(ours);
        places.taken().delete(seal(ours));
        places.taken().force();
    }

    /** A person must look: the file is kept under the id that its receipt names. */
    void setAside(String ours, String id) throws IOException {
        String kept = FileKind.of(ours).named(id);
        Optional<byte[]> seal = places.taken().read(seal(ours), DoorLimits.HEADER_CHARACTERS);
        if (seal.isPresent()) {
            places.refused().place(seal(kept), seal.get());
        }
        places.taken().move(ours, places.refused(), kept);
        places.refused().force();
        places.taken().delete(seal(ours));
        places.taken().force();
    }
}
