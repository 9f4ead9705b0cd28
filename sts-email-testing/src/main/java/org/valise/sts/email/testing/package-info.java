// SPDX-License-Identifier: Apache-2.0
/** A simulator of the e-mail gateway of STS600-9-2 that answers, and keeps silent, as clauses 4, 5 and 8 say. */
@NullMarked
package org.valise.sts.email.testing;

import org.jspecify.annotations.NullMarked;
