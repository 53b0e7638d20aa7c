package nl.schakel.disclosure;

import nl.schakel.referral.Category;
import nl.schakel.referral.Purpose;
import nl.schakel.referral.Role;

/** What one kind of receiver needs of one category for one purpose, where that is written, and why. */
record Needed(Cell cell, Projection parts, String why, String file, int line) {

    /** What a need is about. */
    record Cell(Role role, Purpose purpose, Category category) {}

    DisclosureInvalid wrong(String what) {
        return new DisclosureInvalid(file, line, what);
    }
}
