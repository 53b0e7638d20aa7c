package nl.schakel.translate.json;

import java.util.Optional;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.JsonTree;
import nl.schakel.translate.tree.Reader;
import nl.schakel.translate.tree.SourceMessage;

/**
 * FHIR JSON as a neutral tree. What the door knew beside the message (the operation, its id header) stands under {@code
 * $facts}, a name that no resource has.
 */
public final class FhirReader implements Reader {
    @Override
    public Step<Opened> open(SourceMessage source, String name) {
        Optional<String> charset = source.charset().filter(c -> !"utf-8".equalsIgnoreCase(c));
        if (charset.isPresent()) {
            return Step.stopped(Problem.of(ProblemCode.CHARSET_INVALID).expected("UTF-8"));
        }
        return StrictJson.readObject(source.bytes())
                .then(JsonTree::withoutOurs)
                .then(FhirContents::sound)
                .then(resource -> FhirKind.of(resource).map(kind -> opened(source, name, resource, kind)));
    }

    private static Opened opened(SourceMessage source, String name, Json.Obj resource, FhirKind kind) {
        Branch root = JsonTree.of(resource, name);
        source.hangFacts(root);
        return new Opened(root, kind.name(), kind.place());
    }
}
