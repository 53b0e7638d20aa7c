package nl.schakel.disclosure;

import java.util.stream.IntStream;

/** A text that counts how often a character of it is looked at: what reading it costs, whatever the machine. */
final class CountedReading extends Reading {
    private long looks;

    CountedReading(String text) {
        super(text.toCharArray(), IntStream.rangeClosed(0, text.length()).toArray(), text.length());
    }

    @Override
    public char charAt(int index) {
        looks++;
        return super.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        looks += end - start;
        return super.subSequence(start, end);
    }

    long looks() {
        return looks;
    }
}
