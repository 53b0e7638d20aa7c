package nl.schakel.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a message after it was accepted, as a leaf of the audit log says it.
 *
 * @param stage {@code outcome}, {@code seen}, {@code answered} or {@code custody}
 * @param outcome a code, such as {@code delivered}
 * @param reason code of the problem, where there is one
 * @param partner whom it is about
 * @param at the leaf's time
 * @param places where the leaf of the acceptance and the leaf of this stage stand
 * @param checkpoint under which all of them stand
 */
public record LaterStage(
        String stage,
        String outcome,
        Optional<String> reason,
        Optional<String> partner,
        Instant at,
        List<Place> places,
        CheckpointWord checkpoint) {
    public LaterStage {
        places = List.copyOf(places);
    }

    /**
     * A place in the tree.
     *
     * @param event what the leaf is of, such as {@code accept}
     * @param index from 0
     * @param leaf the commitment, 32 bytes
     * @param path inclusion path (RFC 9162 section 2.1.3.1) up to the checkpoint's root, from below
     */
    public record Place(String event, long index, byte[] leaf, List<byte[]> path) {
        public Place {
            path = List.copyOf(path);
        }

        String json() {
            StringBuilder json = new StringBuilder("{\"event\":")
                    .append(JsonText.quoted(event))
                    .append(",\"index\":")
                    .append(index)
                    .append(",\"leaf\":\"")
                    .append(Base64Url.text(leaf))
                    .append("\",\"path\":[");
            for (int i = 0; i < path.size(); i++) {
                json.append(i == 0 ? "\"" : ",\"")
                        .append(Base64Url.text(path.get(i)))
                        .append('"');
            }
            return json.append("]}").toString();
        }
    }
}
