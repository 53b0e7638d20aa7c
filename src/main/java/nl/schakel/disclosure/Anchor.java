package nl.schakel.disclosure;

import java.util.List;

/**
 * What every place of a kind has in it, so that a text is read for it only there: a street has the word for a street, a
 * mailbox has its sign.
 */
enum Anchor {
    /** As many as a postcode has, each at most one sign from the other. */
    FOUR_DIGITS(16),
    /** Of a postcode whose letters are spelled. */
    SPELLED(
            32,
            "alfa|alpha|anton|bravo|bernard|bernhard|charlie|cornelis|delta|dirk|echo|eduard|foxtrot|"
                    + "ferdinand|golf|gerard|hotel|hendrik|india|izaak|juliet|julius|jan|kilo|karel|lima|lodewijk|"
                    + "mike|maria|november|nico|oscar|otto|papa|pieter|quebec|romeo|rudolf|sierra|simon|tango|"
                    + "theodoor|uniform|utrecht|victor|whiskey|willem|xray|xantippe|yankee|zulu|zaandam"),
    /** The least that a telephone number of any writing is told by. */
    EIGHT_DIGITS(30),
    /** The Netherlands lie between 50 and 53 degrees north. */
    LATITUDE(36),
    /** Without anything between them: metres of the national grid. */
    FIVE_DIGITS(18),
    DEGREES(8),
    DOTTED_DIGITS(16),
    POINT(68, "geo:|///"),
    STREET(
            70,
            "straat|laan|weg|plein|hof|dreef|gracht|kade|singel|pad|plantsoen|steeg|dijk|baan|markt|wal|"
                    + "akker|hage"),
    MAILBOX(460, "@|(at)|[at]"),
    LINK(8, "http:/|https:/|www."),
    DOMAIN(268, ".nl|.com|.org|.eu|.net|.info|.frl|.local|.lan|.example"),
    REFUGE(
            100,
            "school|kinderopvang|kinderdagverblijf|peuterspeelzaal|opvanghuis|blijfhuis|blijf-huis|"
                    + "vrouwenopvang|noodopvang|crisisopvang|safehouse|safe house|schuiladres|logeeradres|"
                    + "onderduikadres|verblijfplaats|verblijfadres|schuilplaats"),
    STAY(136, "verblijf|ondergedoken|ondergebracht|schuilt|logeert|woont|slaapt|zit|gevlucht|verhuisd");

    private final int reach;
    private final String words;

    Anchor(int reach) {
        this(reach, "");
    }

    /**
     * @param reach characters, no fewer than the longest match that holds it
     * @param words in small letters, found in whatever case; none where digits or a sign are the anchor
     */
    Anchor(int reach, String words) {
        this.reach = reach;
        this.words = words;
    }

    int reach() {
        return reach;
    }

    List<String> words() {
        return words.isEmpty() ? List.of() : List.of(words.split("\\|", -1));
    }
}
