package nl.schakel.translate.form;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import nl.schakel.translate.csv.CsvDialect;

/**
 * The outside of a form as its mapping declares it.
 *
 * @param dialect how its CSV is written, where the partner file says nothing else
 * @param kind the field that says which kind of message it is; a family of one kind has none
 */
public record Form(CsvDialect dialect, Optional<String> kind) {
    /** The dialect of a message: the character set that its door or partner file declares comes first. */
    Optional<CsvDialect> dialect(Optional<String> declared) {
        if (declared.isEmpty()) {
            return Optional.of(dialect);
        }
        Optional<Charset> charset = declared.flatMap(CsvDialect::charset);
        return charset.map(dialect::in);
    }

    List<String> columns() {
        return dialect.columns();
    }
}
