package nl.schakel.pipeline;

import java.util.Map;

/** Where a front door asks for something to read, such as {@code Task/<id>} or {@code metadata}. */
public interface ReadingDesk {

    /**
     * Answers for this partner only; what is not there and what is not theirs get the same answer.
     *
     * @param path below {@code /fhir/}, or {@code oauth/token}; checked by the door
     * @param who the request: its certificates say who asks; bytes are the form for a token
     */
    Answer read(String path, Inbound who);

    /** Status and body in the door's language; {@code headers} such as {@code ETag}. */
    record Answer(int status, String mediaType, byte[] body, Map<String, String> headers) {}
}
