package nl.schakel.translate.csv;

/**
 * Keeps a spreadsheet from running a cell: one that begins like a formula gets an apostrophe before it, which shows the
 * rest as text. The reader takes one apostrophe away from exactly such a cell, so {@code +31 40 1234567} and {@code
 * -12,50} come back as they were. A cell that begins with apostrophes and then a formula gets one more, so that both
 * ways are exact.
 */
final class FormulaGuard {
    private static final char APOSTROPHE = '\'';
    /** OWASP's list of what starts a formula, with the full-width forms that spreadsheets read as the same signs. */
    private static final String STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private FormulaGuard() {}

    static String guarded(String cell) {
        return runs(cell) ? APOSTROPHE + cell : cell;
    }

    static String bare(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == APOSTROPHE && runs(cell) ? cell.substring(1) : cell;
    }

    /** Whether a formula stands at the start, or behind apostrophes alone. */
    private static boolean runs(String cell) {
        int at = 0;
        while (at < cell.length() && cell.charAt(at) == APOSTROPHE) {
            at++;
        }
        return at < cell.length() && STARTS.indexOf(cell.charAt(at)) >= 0;
    }
}
