package nl.schakel.translate;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mappings that are active, and those that were: a new set takes effect for new messages at once and as a whole,
 * while a message under way keeps the set it was read with. A set with a fault changes nothing.
 */
public final class ActiveMappings {
    private final Path folder;
    private final MappingArchive archive;
    private final Map<String, Translator> earlier = new ConcurrentHashMap<>();
    private volatile Translator current;

    private ActiveMappings(Path folder, MappingArchive archive) {
        this.folder = folder;
        this.archive = archive;
        this.current = load();
    }

    /**
     * @param folder where the mappings are edited
     * @param archive where every set that was active is kept; made when it is not there
     * @throws MappingInvalid names file, line and fault
     */
    public static ActiveMappings open(Path folder, Path archive) {
        return new ActiveMappings(folder, new MappingArchive(archive));
    }

    /** For new messages. */
    public Translator translator() {
        return current;
    }

    /** For a message that was read with this set; empty when the set is neither active nor in the archive. */
    public Optional<Translator> translator(String set) {
        Translator now = current;
        if (now.set().equals(set)) {
            return Optional.of(now);
        }
        Translator known = earlier.get(set);
        return known != null ? Optional.of(known) : archive.of(set).map(kept -> again(set, kept));
    }

    private Translator again(String set, Path kept) {
        return earlier.computeIfAbsent(set, same -> Translator.load(kept, same));
    }

    /**
     * Makes the set as it stands in the folder now the active one.
     *
     * @throws MappingInvalid names file, line and fault; what was active stays active
     */
    public synchronized Activation activate() {
        Translator before = current;
        Translator after = load();
        if (!after.set().equals(before.set())) {
            earlier.put(before.set(), before);
            current = after;
        }
        return Activation.between(before, after);
    }

    /** Loaded from the kept copy, so that what runs is what was kept, whoever edits the folder meanwhile. */
    private Translator load() {
        String set = archive.keep(folder);
        return Translator.load(archive.of(set).orElseThrow(), set);
    }
}
