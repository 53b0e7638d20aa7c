package nl.schakel.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import nl.schakel.journal.BorneKeys;
import nl.schakel.journal.JournalUnavailable;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.ReferralReference;
import nl.schakel.referral.Step;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Every accepted message that bore a key, for whoever has to look what a thief may have sent. No personal data. */
@RestController
@RequestMapping("/api/v1/keys")
final class KeyMessages {
    private final BorneKeys keys;

    KeyMessages(BorneKeys keys) {
        this.keys = keys;
    }

    /**
     * @param key SHA-256 of the public key, hexadecimal, or its first 8 characters or more
     * @param after id of the last message of the answer before; an answer holds {@value BorneKeys#PAGE} at most
     */
    @GetMapping("/{key}/messages")
    ResponseEntity<Object> messages(@PathVariable String key, @RequestParam Optional<UUID> after) {
        if (!key.matches("[0-9a-f]{8,64}")) {
            return unclear("SHA-256 of a public key, hexadecimal, or its first 8 characters or more");
        }
        try {
            List<String> found = keys.keys(key);
            return switch (found.size()) {
                case 0 -> ResponseEntity.ok(view(new BorneKeys.Found(key, 0, List.of())));
                case 1 -> ResponseEntity.ok(view(keys.messages(found.get(0), after)));
                default -> unclear("more characters: several keys begin so");
            };
        } catch (JournalUnavailable unavailable) {
            return ProblemAnswers.of(ProblemCode.JOURNAL_UNAVAILABLE);
        }
    }

    private static ResponseEntity<Object> unclear(String expected) {
        return ProblemAnswers.of(
                Step.stopped(Problem.at(ProblemCode.VALUE_INVALID, "key").expected(expected)));
    }

    private static Map<String, Object> view(BorneKeys.Found found) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("key", found.key());
        view.put("count", found.count());
        view.put("messages", found.messages().stream().map(KeyMessages::view).toList());
        return view;
    }

    private static Map<String, Object> view(BorneKeys.Message message) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", message.inboxId().toString());
        view.put("sender", message.sender().value());
        view.put("event", message.event());
        view.put("door", message.door());
        view.put("reference", message.reference().map(ReferralReference::text).orElse(""));
        view.put("acceptedAt", message.acceptedAt().toString());
        view.put("sha256", message.sha256());
        return view;
    }
}
