// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an acknowledgement says (MsvAcq). */
record Acknowledgement(
        boolean positive,
        @Nullable AcknowledgementCode code,
        @Nullable String checksum,
        @Nullable String description,
        List<RoutingWarning> warnings) {}
