package nl.schakel.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nl.schakel.bench.Contestant;

/**
 * LinuxForHealth's converter with its default templates, in a class loader of its own. Its Bundle is not ours: other
 * resources, other fields, so the two are compared as ways to get from ADT^A03 to FHIR and not field by field.
 */
public final class LinuxForHealthAdt implements Contestant {
    private MethodHandle convert;

    @Override
    public String name() {
        return "adt-a03/linuxforhealth";
    }

    @Override
    public byte[] translate(byte[] message) {
        try {
            if (convert == null) {
                convert = loaded();
            }
            String bundle = (String) convert.invoke(new String(message, StandardCharsets.ISO_8859_1));
            return bundle.getBytes(StandardCharsets.UTF_8);
        } catch (Throwable e) {
            throw new IllegalStateException("LinuxForHealth did not convert", e);
        }
    }

    private static MethodHandle loaded() throws ReflectiveOperationException {
        ClassLoader apart = new URLClassLoader(libraries(), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(apart);
        Class<?> converter = apart.loadClass("io.github.linuxforhealth.hl7.HL7ToFHIRConverter");
        return MethodHandles.publicLookup()
                .findVirtual(converter, "convert", MethodType.methodType(String.class, String.class))
                .bindTo(converter.getConstructor().newInstance());
    }

    private static URL[] libraries() {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("bench.linuxforhealth")))) {
            List<URL> urls = jars.map(LinuxForHealthAdt::url).toList();
            return urls.toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
