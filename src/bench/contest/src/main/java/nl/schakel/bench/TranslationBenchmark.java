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

/** One contestant translates its message, again and again. Each has a JVM of its own, so that none profits or suffers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TranslationBenchmark {
    @Param("adt-a03/schakel")
    public String contestant;

    @Param("mappings")
    public String mappings;

    private Contestant translator;
    private byte[] message;

    @Setup
    public void prepare() {
        Contestants all = new Contestants(Path.of(mappings));
        translator = all.named(contestant);
        message = all.message(contestant);
    }

    @Benchmark
    public byte[] translate() {
        return translator.translate(message);
    }
}
