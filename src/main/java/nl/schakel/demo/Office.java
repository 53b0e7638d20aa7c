package nl.schakel.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a stand-in does with what is posted to one of its addresses. */
@FunctionalInterface
interface Office {

    Answer take(byte[] body, Map<String, List<String>> headers) throws IOException;

    /** An HTTP answer. */
    record Answer(int status, String mediaType, byte[] body) {}
}
