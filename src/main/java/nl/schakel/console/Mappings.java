package nl.schakel.console;

import java.util.List;
import nl.schakel.journal.Journal;
import nl.schakel.pipeline.MappingDesk;
import nl.schakel.referral.ProblemCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The codes that somebody must add, and the switch to changed mappings. */
@RestController
@RequestMapping("/api/v1/mappings")
final class Mappings {
    private final MappingDesk desk;

    Mappings(MappingDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/missing-codes")
    List<Journal.MissingCode> missingCodes() {
        return desk.missingCodes();
    }

    @PostMapping("/activate")
    ResponseEntity<Object> activate() {
        try {
            return ResponseEntity.ok(desk.activate());
        } catch (MappingDesk.Refused fault) {
            return ProblemAnswers.of(ProblemCode.MAPPING_INVALID, String.valueOf(fault.getMessage()));
        }
    }
}
