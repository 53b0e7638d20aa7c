package nl.schakel.seal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import nl.schakel.referral.Limits;

/**
 * Reads the header strictly: one flat object of printable ASCII, every known member once, no other member, nothing
 * after it. What JOSE libraries forgive (11 of 355 invalid Wycheproof vectors by lenient reading alone) is refused.
 */
final class HeaderReader {
    /** Ten digits last until the year 2286. */
    private static final int IAT_DIGITS = 10;

    private final String text;
    private final HeaderDraft draft = new HeaderDraft();
    private int at;

    private HeaderReader(String text) {
        this.text = text;
    }

    /** @throws HeaderBroken with the cause, caught by the verifier alone */
    static SealHeader read(String json) throws HeaderBroken {
        return new HeaderReader(json).header();
    }

    /** Not a refusal itself: it carries one from the depth of the reader to its door. */
    static final class HeaderBroken extends Exception {
        private final transient SealRefusal cause;

        HeaderBroken(SealRefusal cause) {
            super(cause.code(), null, false, false);
            this.cause = cause;
        }

        SealRefusal refusal() {
            return cause;
        }
    }

    private SealHeader header() throws HeaderBroken {
        Set<String> seen = new HashSet<>();
        expect('{');
        do {
            String name = string();
            if (!seen.add(name)) {
                throw new HeaderBroken(SealRefusal.HEADER_MEMBER_TWICE);
            }
            expect(':');
            member(name);
        } while (goesOn('}'));
        blanks();
        if (at != text.length()) {
            throw broken();
        }
        return draft.header();
    }

    private void member(String name) throws HeaderBroken {
        switch (name) {
            case "alg" -> text(value -> draft.alg = value);
            case "typ" -> text(value -> draft.typ = value);
            case "cty" -> text(value -> draft.cty = value);
            case "iat" -> draft.iat = number();
            case SealHeader.THUMBPRINT -> text(value -> draft.thumbprint = value);
            case "x5c" -> draft.x5c = strings();
            default -> throw new HeaderBroken(SealRefusal.HEADER_MEMBER_UNKNOWN);
        }
    }

    private void text(Consumer<String> member) throws HeaderBroken {
        member.accept(string());
    }

    private List<String> strings() throws HeaderBroken {
        List<String> values = new ArrayList<>();
        expect('[');
        do {
            values.add(string());
            if (values.size() > Limits.CERTIFICATE_CHAIN) {
                throw new HeaderBroken(SealRefusal.TOO_LARGE);
            }
        } while (goesOn(']'));
        return values;
    }

    private long number() throws HeaderBroken {
        blanks();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int digits = at - start;
        if (digits == 0 || digits > IAT_DIGITS || (digits > 1 && text.charAt(start) == '0')) {
            throw broken();
        }
        return Long.parseLong(text, start, at, 10);
    }

    /** The one escape taken is {@code \/}, which some libraries write in base64; others could hide a member's name. */
    private String string() throws HeaderBroken {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length() && text.charAt(at) == '/') {
                c = text.charAt(at++);
            } else if (c == '\\' || c < ' ' || c > '~') {
                throw broken();
            }
            value.append(c);
        }
        expect('"');
        return value.toString();
    }

    private boolean goesOn(char end) throws HeaderBroken {
        blanks();
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    private void expect(char wanted) throws HeaderBroken {
        blanks();
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw broken();
        }
        at++;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static HeaderBroken broken() {
        return new HeaderBroken(SealRefusal.HEADER_BROKEN);
    }
}
