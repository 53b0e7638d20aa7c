package nl.schakel.journeys;

import java.util.Arrays;
import java.util.stream.IntStream;
import nl.schakel.referral.Bsn;

/**
 * One synthetic referral of the crash test.
 *
 * @param id the sender's own number of the message: MSH-10, a Task's identifier, a row's number
 * @param client number of the client; no two clients of a run have the same name or BSN
 * @param place 0 for the client's first referral, then 1, 2 and on: a sender sends one when the one before is accepted
 * @param family the client's name, which every receiver may see
 */
record CrashReferral(CrashDoor door, String id, int client, int place, String family, byte[] bytes) {
    private static final int[] TEST_NUMBERS = IntStream.range(999_900_000, 1_000_000_000)
            .filter(number -> Bsn.of(Integer.toString(number)).isPresent())
            .toArray();
    /** So many test numbers there are; more referrals than twice this need clients with more than two. */
    static final int CLIENTS = TEST_NUMBERS.length;

    static CrashReferral of(CrashDoor door, int client, int place) {
        String id = "CRASH-" + client + "-" + place;
        String family = "Proef" + letters(client) + "stra";
        return new CrashReferral(
                door, id, client, place, family, door.message(id, family, Integer.toString(TEST_NUMBERS[client])));
    }

    static CrashReferral of(int client) {
        return of(CrashDoor.MLLP, client, 0);
    }

    /** Always three letters, so that no name is a part of another. */
    private static String letters(int number) {
        char[] letters = {'a', 'a', 'a'};
        for (int i = 2, rest = number; i >= 0; i--, rest /= 26) {
            letters[i] += (char) (rest % 26);
        }
        return new String(letters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CrashReferral that && id.equals(that.id) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
