package nl.schakel.seal;

import java.time.Instant;
import java.util.List;
import nl.schakel.seal.HeaderReader.HeaderBroken;
import org.jspecify.annotations.Nullable;

/** A header while it is being read; the only place where a member may still be missing. */
final class HeaderDraft {
    @Nullable String alg;

    @Nullable String typ;

    @Nullable String cty;

    @Nullable Long iat;

    @Nullable String thumbprint;

    @Nullable List<String> x5c;

    SealHeader header() throws HeaderBroken {
        return new SealHeader(
                present(alg),
                present(typ),
                present(cty),
                Instant.ofEpochSecond(present(iat)),
                present(thumbprint),
                present(x5c));
    }

    private static <T> T present(@Nullable T member) throws HeaderBroken {
        if (member == null) {
            throw new HeaderBroken(SealRefusal.HEADER_MEMBER_MISSING);
        }
        return member;
    }
}
