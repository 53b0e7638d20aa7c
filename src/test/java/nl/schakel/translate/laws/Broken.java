package nl.schakel.translate.laws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was found broken, each kind once with the message that showed it first. */
final class Broken {
    private static final int MOST = 120;

    private final Map<String, String> byKind = new LinkedHashMap<>();

    void tried(Runnable law) {
        try {
            law.run();
        } catch (AssertionError broken) {
            String said = String.valueOf(broken.getMessage());
            String kind = said.replaceFirst("^.*?: ", "")
                    .replaceAll("[(\\[]\\d+[)\\]]", "")
                    .replaceAll("(?s)\n.*", "");
            if (byKind.size() < MOST) {
                byKind.putIfAbsent(kind, said);
            }
        }
    }

    Collection<String> laws() {
        return byKind.values();
    }
}
