package nl.schakel.translate;

import java.nio.charset.StandardCharsets;
import nl.schakel.referral.Json;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Writer;
import nl.schakel.translate.xml.OfficialSchemas;

/** Writes XML and lets only go what follows its official schema, where the operator has one. */
record CheckedWriter(Writer writer, OfficialSchemas schemas) implements Writer {

    @Override
    public Step<byte[]> write(Json.Obj tree) {
        return writer.write(tree)
                .then(bytes ->
                        schemas.check(new String(bytes, StandardCharsets.UTF_8)).map(document -> bytes));
    }

    @Override
    public String place(Json.Obj tree, String path) {
        return writer.place(tree, path);
    }
}
