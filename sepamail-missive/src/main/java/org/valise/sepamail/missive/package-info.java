// SPDX-License-Identifier: Apache-2.0

/**
 * The missive of SEPAmail (SMIRK MIS1202) and its rules of exchange: everything about it that is not the cryptography of
 * its envelope.
 *
 * <p>{@link org.valise.sepamail.missive.Missives} is the entry point. All public types are immutable and safe for use by
 * several threads, except builders and those that read or write a stream.
 *
 * <p>The guidelines of the scheme are only partly public. Each type says what is stated there, what is inferred and what
 * is unknown.
 */
@NullMarked
package org.valise.sepamail.missive;

import org.jspecify.annotations.NullMarked;
