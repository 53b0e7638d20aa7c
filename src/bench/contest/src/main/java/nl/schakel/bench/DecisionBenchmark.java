package nl.schakel.bench;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a decision costs that has to be taken again at every release. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
    static final String WORDS = "decision/words";
    static final String WITH_ACCOUNT = "decision/with-account";

    @Param({WORDS, WITH_ACCOUNT})
    public String contestant;

    @Param("mappings")
    public String mappings;

    private Decisions decisions;

    @Setup
    public void prepare() {
        decisions = new Decisions(Path.of(mappings));
    }

    @Benchmark
    public Object decide() {
        return WORDS.equals(contestant) ? decisions.decide() : decisions.decideWithAccount();
    }
}
