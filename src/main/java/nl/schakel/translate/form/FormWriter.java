package nl.schakel.translate.form;

import nl.schakel.translate.csv.CsvWriter;
import nl.schakel.translate.tree.Writer;

/** Writes a form as a file of one row. */
public final class FormWriter {
    private FormWriter() {}

    public static Writer csv(Form form) {
        return tree -> CsvWriter.write(tree, form.dialect());
    }
}
