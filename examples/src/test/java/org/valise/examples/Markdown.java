// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document, taken apart into its blocks and its prose.
 *
 * @param blocks between fences, indented ones as well
 * @param strays where code stands that no fence marks, or a fence has no end
 * @param prose all that is no block
 */
record Markdown(List<Block> blocks, List<String> strays, String prose) {

    private static final Pattern FENCE = Pattern.compile("^(\\s*)(```|~~~)(.*)$");
    private static final Pattern ITEM = Pattern.compile("^\\s*(?:[-*+]|\\d+[.)])\\s.*");
    private static final Pattern CODE = Pattern.compile("```|~~~|(?i)<pre\\b|<code\\b");

    /**
     * What stands between two fences.
     *
     * @param place document and line
     * @param kind what the fence says
     * @param text without the indentation of the fence
     */
    record Block(String place, String kind, String text) {

        boolean isOf(String document) {
            return place.startsWith(document + ":");
        }
    }

    static Markdown of(String document) {
        return new Reader(document, Documents.read(document).lines().toList()).read();
    }

    private static final class Reader {

        private final String document;
        private final List<String> lines;
        private final List<Block> blocks = new ArrayList<>();
        private final List<String> strays = new ArrayList<>();
        private final StringBuilder prose = new StringBuilder();
        private int at;
        private boolean inList;
        private boolean afterBlank = true;

        Reader(String document, List<String> lines) {
            this.document = document;
            this.lines = lines;
        }

        Markdown read() {
            while (at < lines.size()) {
                Matcher fence = FENCE.matcher(lines.get(at));
                if (fence.matches()) {
                    block(fence.group(1), fence.group(2), fence.group(3).strip());
                } else {
                    line(lines.get(at));
                }
                at++;
            }
            return new Markdown(blocks, strays, prose.toString());
        }

        private String place() {
            return document + ":" + (at + 1);
        }

        private void block(String margin, String fence, String kind) {
            String place = place();
            StringBuilder text = new StringBuilder();
            at++;
            while (at < lines.size() && !lines.get(at).strip().equals(fence)) {
                String line = lines.get(at);
                text.append(line.startsWith(margin) ? line.substring(margin.length()) : line)
                        .append('\n');
                at++;
            }
            if (at == lines.size()) {
                strays.add(place);
            }
            blocks.add(new Block(place, kind, text.toString()));
            afterBlank = true;
        }

        /** Within a list it takes more blanks to be code, because its own lines are indented. */
        private void line(String line) {
            boolean isIndented = line.startsWith("\t") || line.startsWith(" ".repeat(inList ? 8 : 4));
            if (CODE.matcher(line).find() || isIndented && afterBlank && !line.isBlank()) {
                strays.add(place());
            }
            if (!line.isBlank() && !isIndented) {
                inList = ITEM.matcher(line).matches() || inList && line.startsWith(" ");
            }
            afterBlank = line.isBlank() || isIndented && afterBlank;
            prose.append(line).append('\n');
        }
    }
}
