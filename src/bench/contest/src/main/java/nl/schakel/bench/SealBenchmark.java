package nl.schakel.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a seal costs to make and to check, and what it costs to find out whose key it is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SealBenchmark {
    static final List<String> NAMES = List.of(
            "seal/schakel",
            "seal/bouncy-castle-alone",
            "seal/jdk-alone",
            "check/schakel",
            "check/first-of-a-key",
            "check/bouncy-castle-alone",
            "check/jdk-alone",
            "chain/schakel",
            "chain/first-of-a-key",
            "chain/jdk-alone");

    @Param("seal/schakel")
    public String contestant;

    /** Not used; every benchmark of a run is told where the mappings are. */
    @Param("mappings")
    public String mappings;

    private Seals seals;

    @Setup
    public void prepare() {
        seals = new Seals();
    }

    @Benchmark
    public Object seal() {
        return seals.named(contestant);
    }
}
