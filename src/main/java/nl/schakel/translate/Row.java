package nl.schakel.translate;

import nl.schakel.translate.tree.JsonBuilder;
import nl.schakel.translate.tree.Scope;

/** A compiled row or group under the rule it came from, so that whatever it reads and writes can be told. */
record Row(Rule rule, Action does) implements Action {

    @Override
    public boolean run(Scope scope, JsonBuilder target, Run run) {
        Rule around = run.enter(rule);
        boolean live = does.run(scope, target, run);
        run.leave(around);
        return live;
    }
}
