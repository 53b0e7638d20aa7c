package nl.schakel.translate;

import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Scope;

/** A compiled row or group. */
@FunctionalInterface
interface Action {

    /** Writes into the target; true when a value of the source went in (a constant alone makes nothing). */
    boolean run(Scope scope, JsonBuilder target, Run run);
}
