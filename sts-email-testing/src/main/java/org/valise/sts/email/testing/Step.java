// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.email.testing;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One mail of a reaction: when, with which result (none: the answer of the service), and what is wrong with it. */
record Step(
        Duration delay,
        @Nullable List<String> result,
        Set<Reaction.Part> missing,
        Set<Mangle> mangles,
        @Nullable String from) {

    static Step of(@Nullable List<String> result) {
        return new Step(Duration.ZERO, result, Set.of(), Set.of(), null);
    }

    Step at(Duration newDelay) {
        return new Step(newDelay, result, missing, mangles, from);
    }

    Step without(List<Reaction.Part> parts) {
        Set<Reaction.Part> all = EnumSet.noneOf(Reaction.Part.class);
        all.addAll(missing);
        all.addAll(parts);
        return new Step(delay, result, all, mangles, from);
    }

    Step mangled(List<Mangle> more) {
        Set<Mangle> all = EnumSet.noneOf(Mangle.class);
        all.addAll(mangles);
        all.addAll(more);
        return new Step(delay, result, missing, all, from);
    }

    Step sentFrom(String address) {
        return new Step(delay, result, missing, mangles, address);
    }

    boolean lacks(Reaction.Part part) {
        return missing.contains(part);
    }
}
