package nl.schakel.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nl.schakel.referral.Category;
import nl.schakel.referral.Envelope;
import nl.schakel.referral.Need;
import nl.schakel.referral.Role;
import nl.schakel.referral.Step;
import nl.schakel.referral.evidence.OutboundDocument;
import nl.schakel.referral.evidence.TranslatedReferral;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/losses-outbound.md}: what becomes of every value that may go to a receiver, by the mapping to the
 * receiver's format. Each mapping gets every referral among the examples, and whoever gets it may know everything but a
 * protected address.
 */
class OutboundLossesTest {
    private final Map<String, OutboundMapping> mappings =
            new TreeMap<>(MappingFolder.load(Samples.MAPPINGS).outbound());
    private final Translator translator = Translator.load(Samples.MAPPINGS);
    private final List<TranslatedReferral> referrals = new ArrayList<>();

    OutboundLossesTest() {
        for (ExampleFolder example : ExampleFolder.all()) {
            translator.toCanonical(example.message()).map(referrals::add);
        }
    }

    @Test
    void thePageIsWhatTheMappingsDo() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Losses on the way out

                What a receiver may know and what the format of the receiver can say are two things. For each mapping to a format: every
                referral among the examples was written by it, for somebody who may know everything but a protected address. A value is
                *mapped*, or *dropped* by a named rule with its reason. A referral that the format cannot carry is refused. Values are never
                shown; a test compares this page.

                *In het Nederlands: wat een formaat van een ontvanger niet kan zeggen, wordt weggelaten door een regel met een reden, of het
                bericht wordt geweigerd. Wat de ontvanger niet mag weten, is dan al weggelaten.*
                """);
        mappings.forEach((id, mapping) -> {
            if (mapping.reads().equals(Formats.RELEASE)) {
                page.append("\n## ").append(id).append("\n\n").append(table(id).summary());
            }
        });
        Page.isStill("losses-outbound.md", page.toString());
    }

    @Test
    void nothingIsLostWithoutARule() {
        mappings.forEach((id, mapping) -> {
            if (mapping.reads().equals(Formats.RELEASE)) {
                assertThat(table(id).unmappedPlaces()).as(id).isEmpty();
            }
        });
    }

    private LossTable table(String mapping) {
        LossTable table = new LossTable();
        for (TranslatedReferral referral : referrals) {
            boolean same = mapping.endsWith(Municipal.outbound(referral).replaceFirst("^.*/", "/"));
            if (same || referral.referral().envelope().event() == Envelope.Event.REFERRAL) {
                table.add(referral.mapping().replaceFirst("@.*", ""), written(referral, mapping));
            }
        }
        return table;
    }

    private Step<Explanation<OutboundDocument>> written(TranslatedReferral referral, String mapping) {
        boolean toMunicipality = mapping.matches(".*/wmo3(05|07|15|17)-out");
        return translator.explain(
                FhirMappings.addressed(
                        referral,
                        EnumSet.complementOf(EnumSet.of(Category.SECRET_ADDRESS)),
                        toMunicipality ? "gemeente-demo" : "opvang-demo",
                        toMunicipality ? Role.GEM : Role.MO,
                        Need.SHELTER,
                        mapping),
                FhirMappings.CONTEXT);
    }
}
