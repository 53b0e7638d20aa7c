package nl.schakel.translate.laws;

import java.util.function.Consumer;

/**
 * A value of a message that can be changed or taken away.
 *
 * @param place where it stands, without the numbers of repetitions, so that values of one kind can change places
 */
record Spot(String place, String value, Consumer<String> change, Runnable remove) {}
