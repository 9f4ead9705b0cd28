// SPDX-License-Identifier: Apache-2.0

/**
 * The S/MIME envelope of SEPAmail missives (SMIRK MIS1202, "The envelope", "The security", "Processing").
 *
 * <p>{@link org.valise.sepamail.smime.MissiveSealer} signs and encrypts. All public types are immutable and safe for use by
 * several threads, except builders.
 *
 * <p>Nothing global is touched: no provider is registered, no property is set, no thread is started, no file is written and
 * nothing is fetched.
 */
package org.valise.sepamail.smime;
