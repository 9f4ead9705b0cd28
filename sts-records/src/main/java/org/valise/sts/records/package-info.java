/**
 * Records of the STS key management system (STS600-4-2) as the e-mail gateway of STS600-9-2 carries them.
 *
 * <p>{@link org.valise.sts.records.StsRecords} is the entry point. All public types are immutable and safe for use by
 * several threads, except {@link org.valise.sts.records.RecordFileReader}, which reads a stream.
 *
 * <p>STS600-4-2 is not public. What this package knows of it was reconstructed from published examples and confirmed by
 * their check values; each type says what is proved, what is inferred and what is unknown.
 */
@NullMarked
package org.valise.sts.records;

import org.jspecify.annotations.NullMarked;
