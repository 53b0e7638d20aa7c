package nl.schakel.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import nl.schakel.referral.PartnerId;
import org.junit.jupiter.api.Test;

class ConflictListTest {
    private static final PartnerId DESK = new PartnerId("toegang-eindhoven");
    private static final PartnerId EX = new PartnerId("schuldhulp-demo");

    private final ConflictList list = new ConflictList(Set.of(EX));

    @Test
    void leavesOutWhomItBarsAndKeepsTheOrderOfTheOthers() {
        PartnerId shelter = new PartnerId("opvang-demo");
        assertThat(list.without(List.of(shelter, EX, DESK), Function.identity()))
                .containsExactly(shelter, DESK);
        assertThat(list.bars(EX)).isTrue();
        assertThat(list.bars(DESK)).isFalse();
    }

    @Test
    void isLikeNoListForEverybodyElse() {
        assertThat(new ConflictList(Set.of()).without(List.of(EX, DESK), Function.identity()))
                .containsExactly(EX, DESK);
    }

    @Test
    void namesNobodyInItsText() {
        assertThat(list).hasToString("ConflictList[***]");
    }
}
