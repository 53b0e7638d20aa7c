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

/** What it costs to keep a protected client's whereabouts out of what leaves. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DisclosureBenchmark {
    static final String OPEN = "disclosure/open";
    static final String PROTECTED = "disclosure/protected";
    static final String LAST_LOOK = "disclosure/last-look";

    @Param({OPEN, PROTECTED, LAST_LOOK})
    public String contestant;

    @Param("mappings")
    public String mappings;

    private Disclosures disclosures;

    @Setup
    public void prepare() {
        disclosures = new Disclosures(Path.of(mappings));
    }

    @Benchmark
    public Object disclose() {
        return disclosures.named(contestant);
    }
}
