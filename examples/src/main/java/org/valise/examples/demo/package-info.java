// SPDX-License-Identifier: Apache-2.0

/** Both exchanges, from end to end, against mail servers in the same process. */
@org.jspecify.annotations.NullMarked
package org.valise.examples.demo;
