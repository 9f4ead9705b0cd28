// SPDX-License-Identifier: Apache-2.0
/** Measures the libraries, each beside a naive way to do the same and beside a limit that nothing can pass. */
@NullMarked
package org.valise.benchmarks;

import org.jspecify.annotations.NullMarked;
