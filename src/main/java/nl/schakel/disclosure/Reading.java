package nl.schakel.disclosure;

import java.util.Arrays;

/** A text as somebody would read it, where each character still knows its place in the original. */
class Reading implements CharSequence {
    private final char[] characters;
    private final int[] places;
    private final int length;

    Reading(char[] characters, int[] places, int length) {
        this.characters = characters;
        this.places = places;
        this.length = length;
    }

    static Reading of(String text) {
        int[] places = new int[text.length() + 1];
        Arrays.setAll(places, i -> i);
        return new Reading(text.toCharArray(), places, text.length());
    }

    /** Place in the original of the character at this index; behind the last it is the end. */
    int place(int index) {
        return places[index];
    }

    Mark mark(Mark.Kind kind, int from, int until) {
        return new Mark(kind, places[from], places[until - 1] + 1);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        if (index >= length) {
            throw new IndexOutOfBoundsException(index);
        }
        return characters[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(characters, start, end - start);
    }

    @Override
    public String toString() {
        return new String(characters, 0, length);
    }

    /** Puts a reading together from another, character by character. */
    static final class Builder {
        private char[] characters;
        private int[] places;
        private int length;

        Builder(int expected) {
            this.characters = new char[expected + 8];
            this.places = new int[expected + 8];
        }

        Builder add(char character, int place) {
            if (length + 1 >= characters.length) {
                characters = Arrays.copyOf(characters, characters.length * 2);
                places = Arrays.copyOf(places, places.length * 2);
            }
            characters[length] = character;
            places[length++] = place;
            return this;
        }

        Builder add(String text, int place) {
            for (int i = 0; i < text.length(); i++) {
                add(text.charAt(i), place);
            }
            return this;
        }

        Reading build(int end) {
            places[length] = end;
            return new Reading(characters, places, length);
        }
    }
}
