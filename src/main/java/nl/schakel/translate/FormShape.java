package nl.schakel.translate;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.schakel.referral.Limits;
import nl.schakel.translate.csv.CsvDialect;
import nl.schakel.translate.form.Form;

/** Compiles the member {@code form} of a mapping file. */
final class FormShape {
    private FormShape() {}

    /** @param format where the mapping names its format: a form is declared by exactly the formats that need one */
    static Optional<Form> of(Map<String, Written> members, Written format) {
        Optional<Written> form = Optional.ofNullable(members.get("form"));
        if (form.isPresent() != Formats.needsForm(format.text())) {
            throw format.wrong("'form' belongs to the formats form and csv, and to no other");
        }
        return form.map(FormShape::form);
    }

    private static Form form(Written form) {
        Map<String, Written> members = form.members(Members.FORM);
        CsvDialect dialect = new CsvDialect(
                Optional.ofNullable(members.get("separator"))
                        .map(FormShape::separator)
                        .orElse(CsvDialect.SEMICOLON),
                charset(Written.required(form, members, "charset")),
                columns(Written.required(form, members, "columns")));
        Optional<Written> kind = Optional.ofNullable(members.get("kind"));
        kind.filter(k -> !dialect.columns().contains(k.text())).ifPresent(k -> {
            throw k.wrong("'" + k.text() + "' is no column");
        });
        return new Form(dialect, kind.map(Written::text));
    }

    private static char separator(Written written) {
        String text = written.text();
        if (text.length() != 1 || !CsvDialect.separates(text.charAt(0))) {
            throw written.wrong("the separator is one of ; , | and a tab");
        }
        return text.charAt(0);
    }

    private static Charset charset(Written written) {
        return CsvDialect.charset(written.text())
                .orElseThrow(() -> written.wrong("the charset is one of " + CsvDialect.charsets()));
    }

    private static List<String> columns(Written written) {
        List<String> columns = written.texts();
        boolean twice = columns.stream().distinct().count() != columns.size();
        if (twice || columns.size() > Limits.CSV_COLUMNS) {
            throw written.wrong("a form has at most " + Limits.CSV_COLUMNS + " columns, each of its own name");
        }
        return columns;
    }
}
