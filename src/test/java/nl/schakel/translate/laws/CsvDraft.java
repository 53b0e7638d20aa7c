package nl.schakel.translate.laws;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** A file of a header and one row, with semicolons, in windows-1252. */
final class CsvDraft implements Draft {
    private static final Charset CHARSET = Charset.forName("windows-1252");

    private final List<String> header;
    private final List<String> row;

    CsvDraft(byte[] bytes) {
        String[] lines = new String(bytes, CHARSET).split("\r?\n", 2);
        header = cells(lines[0]);
        row = cells(lines[1].stripTrailing());
    }

    private static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean twice = quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (twice) {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    @Override
    public List<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            int at = i;
            if (!row.get(i).isEmpty()) {
                spots.add(new Spot(header.get(i), row.get(i), value -> row.set(at, value), () -> row.set(at, "")));
            }
        }
        return spots;
    }

    @Override
    public boolean holds(char letter) {
        return CHARSET.newEncoder().canEncode(letter);
    }

    @Override
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(String.join(";", header)).append("\r\n");
        for (int i = 0; i < row.size(); i++) {
            text.append(i == 0 ? "" : ";")
                    .append('"')
                    .append(row.get(i).replace("\"", "\"\""))
                    .append('"');
        }
        return text.append("\r\n").toString().getBytes(CHARSET);
    }
}
