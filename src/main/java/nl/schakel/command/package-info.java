/**
 * The command line: reads what was asked, asks the doors of the rooms and prints the answer for a person or a script.
 *
 * <p>Deliberately not in it: anything a door does not offer; a command knows no database, no mapping and no policy.
 * The mapping commands rehearse with the hall's own stages; they have no way of their own to translate.
 */
@NullMarked
package nl.schakel.command;

import org.jspecify.annotations.NullMarked;
