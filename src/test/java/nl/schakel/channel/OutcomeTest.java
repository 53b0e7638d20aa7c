package nl.schakel.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import nl.schakel.journal.Sent;
import nl.schakel.referral.ProblemCode;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.junit.jupiter.api.Test;

/** What the pool of Camel's connections says, and what we make of it: the pool is the real one. */
class OutcomeTest {
    @Test
    void aConnectionThatEndedAtOnceIsAPartnerWhoIsNotThere() {
        try (GenericObjectPool<String> pool = pool(false)) {
            assertThat(code(catchThrowable(pool::borrowObject))).isEqualTo(ProblemCode.PARTNER_UNREACHABLE);
        }
    }

    @Test
    void noFreeConnectionIsOurOwnMatter() throws Exception {
        try (GenericObjectPool<String> pool = pool(true)) {
            pool.borrowObject();
            assertThat(code(catchThrowable(pool::borrowObject))).isEqualTo(ProblemCode.BUSY);
        }
    }

    private static ProblemCode code(Throwable trouble) {
        assertThat(Outcome.of(new IllegalStateException(trouble))).isInstanceOf(Sent.NotDelivered.class);
        return ((Sent.NotDelivered) Outcome.of(trouble)).problem().code();
    }

    /** With one connection, which is looked at before it is given, as Camel does. */
    private static GenericObjectPool<String> pool(boolean sound) {
        GenericObjectPool<String> pool = new GenericObjectPool<>(new BasePooledObjectFactory<>() {
            @Override
            public String create() {
                return "connection";
            }

            @Override
            public PooledObject<String> wrap(String connection) {
                return new DefaultPooledObject<>(connection);
            }

            @Override
            public boolean validateObject(PooledObject<String> connection) {
                return sound;
            }
        });
        pool.setMaxTotal(1);
        pool.setMaxWait(Duration.ofMillis(10));
        pool.setTestOnBorrow(true);
        return pool;
    }
}
