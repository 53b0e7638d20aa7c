package nl.schakel.translate.csv;

import java.util.List;

/**
 * A row as it was read.
 *
 * @param number as a spreadsheet counts: the header is row 1
 * @param written the row's own characters, without its end
 */
record CsvRow(int number, List<String> cells, String written) {
    /** Where a cell stands, as refusals name it. */
    static String place(int row, String column) {
        return "row " + row + ", column " + column;
    }

    @Override
    public String toString() {
        return "CsvRow[" + number + ", " + cells.size() + " cells]";
    }
}
