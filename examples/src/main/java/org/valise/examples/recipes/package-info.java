// SPDX-License-Identifier: Apache-2.0

/** Small programs to copy from. Each does one thing, and is run by a test. */
@org.jspecify.annotations.NullMarked
package org.valise.examples.recipes;
