/** The command line {@code valise.jar} and examples to copy from. */
@NullMarked
package org.valise.examples;

import org.jspecify.annotations.NullMarked;
