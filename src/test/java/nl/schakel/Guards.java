package nl.schakel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says against which threats a test, or every test of a class, stands guard; {@code docs/explanation/security.md} lists them. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Guards {
    /** The threats; one that is unknown does not compile. */
    Threat[] value();
}
