package nl.schakel.pipeline;

import java.util.List;
import java.util.stream.Stream;

/** Numbers of synthetic clients, none twice: all of 999900000 to 999901999 that pass the proof. */
final class SyntheticBsns {
    private SyntheticBsns() {}

    static List<String> all() {
        return Stream.iterate(999_900_000, number -> number + 1)
                .limit(2_000)
                .map(String::valueOf)
                .filter(SyntheticBsns::isBsn)
                .toList();
    }

    private static boolean isBsn(String digits) {
        int sum = -(digits.charAt(8) - '0');
        for (int i = 0; i < 8; i++) {
            sum += (9 - i) * (digits.charAt(i) - '0');
        }
        return sum % 11 == 0;
    }
}
