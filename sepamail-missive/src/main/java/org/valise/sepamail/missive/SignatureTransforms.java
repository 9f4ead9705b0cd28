// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Which transforms are followed. A transform is a program of whoever signed: only forms are taken whose cost is known. An
 * XPath expression is a path of plain steps from the root, or a test of ancestors; anything else is left alone, since an
 * expression of a few characters can keep a processor busy for days.
 */
final class SignatureTransforms {

    static final String ENVELOPED = SignatureTree.DS + "enveloped-signature";
    static final String XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    static final String XPATH_FILTER2 = "http://www.w3.org/2002/06/xmldsig-filter2";

    /** Nodes of the document times references: each reference walks through the whole document. */
    private static final long MOST_VISITS = 400_000;

    /** The same for XPath 1.0, of which the JDK evaluates the expression anew at each node. */
    private static final long MOST_VISITS_BY_XPATH = 5_000;

    private static final int MOST_FILTERS = 3;
    private static final int MOST_SELECTED = 16;
    private static final int LONGEST_XPATH = 1_000;

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]*";
    private static final String TEST = "\\s*(?:local-name|namespace-uri)\\(\\)\\s*=\\s*(?:'[^'\"]*'|\"[^'\"]*\")\\s*";
    private static final String STEP =
            "(?:(?:" + NAME + ":)?" + NAME + "|\\*(?:\\[" + TEST + "(?:and" + TEST + ")?\\])?)";
    private static final Pattern PATH = Pattern.compile("//?" + STEP + "(?:/" + STEP + "){0,20}");
    private static final Pattern STEPS = Pattern.compile("(//?)(" + STEP + ")");
    private static final Pattern LOCAL_NAME = Pattern.compile("local-name\\(\\)\\s*=\\s*['\"]([^'\"]*)");
    private static final Pattern ANCESTORS =
            Pattern.compile("(?:not\\(\\s*)?(?:ancestor-or-self::|ancestor::|self::)" + STEP + "\\s*\\)?");
    private static final Set<String> FILTERS = Set.of("intersect", "subtract", "union");

    private final Document document;
    private final long visits;

    SignatureTransforms(Document document, int references) {
        this.document = document;
        this.visits = references * count(document);
        requireAtMost(visits, MOST_VISITS);
    }

    /**
     * Refuses a document with too many nodes for one reference, before it is made a tree, which takes many times the
     * memory. Texts are not counted: there are few more of them than of what stands between them.
     */
    static void requireFewNodes(byte[] document) {
        try {
            XmlScanner scanner = new XmlScanner(document, Payloads.NO_LIMITS);
            XmlScanner.Event event = scanner.next();
            for (long nodes = 0; event != XmlScanner.Event.END_OF_DOCUMENT; event = scanner.next()) {
                boolean counts = event != XmlScanner.Event.TEXT && event != XmlScanner.Event.END;
                nodes += counts ? 1 : 0;
                requireAtMost(nodes, MOST_VISITS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not throw it
        }
    }

    private static long count(Document document) {
        long nodes = 0;
        for (Node node = document; node != null; node = SignatureTree.next(node, document)) {
            nodes++;
        }
        return nodes;
    }

    private static void requireAtMost(long visits, long most) {
        if (visits > most) {
            throw CheckFailure.notDone("The missive has too many nodes to follow the references of its signature.");
        }
    }

    /** Refuses transforms that are not followed. */
    void check(List<SignatureForm.Transform> transforms) {
        if (transforms.stream().filter(SignatureTransforms::isXPath).count() > 1) {
            throw CheckFailure.notDone("More than one XPath transform in a reference.");
        }
        for (int i = 0; i < transforms.size(); i++) {
            SignatureForm.Transform transform = transforms.get(i);
            if (SignatureAlgorithm.CANONICAL.contains(transform.algorithm())) {
                if (i < transforms.size() - 1) {
                    throw CheckFailure.notDone(
                            "A transform behind the canonical form, whose octets are not read again.");
                }
            } else {
                checkSelection(transform);
            }
        }
    }

    private static boolean isXPath(SignatureForm.Transform transform) {
        return transform.algorithm().equals(XPATH) || transform.algorithm().equals(XPATH_FILTER2);
    }

    private void checkSelection(SignatureForm.Transform transform) {
        SignatureForm.Children parameters = new SignatureForm.Children(transform.element());
        switch (transform.algorithm()) {
            case ENVELOPED -> parameters.end();
            case XPATH -> checkXPath(parameters);
            case XPATH_FILTER2 -> checkFilters(parameters.all());
            default -> throw CheckFailure.failed("A transform that is not accepted.");
        }
    }

    private void checkXPath(SignatureForm.Children parameters) {
        String expression = expression(parameters.one("XPath"));
        parameters.end();
        if (!ANCESTORS.matcher(expression).matches()) {
            throw notFollowed();
        }
        requireAtMost(visits, MOST_VISITS_BY_XPATH);
    }

    private void checkFilters(List<Element> filters) {
        if (filters.isEmpty() || filters.size() > MOST_FILTERS) {
            throw CheckFailure.notDone("An XPath transform with no filter, or more than " + MOST_FILTERS + ".");
        }
        for (Element filter : filters) {
            if (!SignatureTree.isNamed(filter, XPATH_FILTER2, "XPath")
                    || !FILTERS.contains(filter.getAttribute("Filter"))) {
                throw CheckFailure.failed("A filter that is none.");
            }
            String expression = expression(filter);
            if (!PATH.matcher(expression).matches()) {
                throw notFollowed();
            }
            checkSelected(expression);
        }
    }

    private static String expression(Element element) {
        String expression = SignatureForm.text(element).strip();
        if (expression.length() > LONGEST_XPATH) {
            throw notFollowed();
        }
        return expression;
    }

    private static CheckFailure notFollowed() {
        return CheckFailure.notDone("An XPath expression of a form that is not followed.");
    }

    /** Refuses a path that may select many elements: each of them would be compared with each node. */
    private void checkSelected(String path) {
        List<Node> selected = List.of(document);
        Matcher steps = STEPS.matcher(path);
        while (steps.find()) {
            selected = step(selected, steps.group(1).length() > 1, name(steps.group(2)));
        }
        if (selected.size() > MOST_SELECTED) {
            throw CheckFailure.notDone("An XPath filter that selects more than " + MOST_SELECTED + " elements.");
        }
    }

    /** The local name that a step asks for; {@code *} if it takes any. */
    private static String name(String step) {
        if (step.charAt(0) != '*') {
            return step.substring(step.indexOf(':') + 1);
        }
        Matcher name = LOCAL_NAME.matcher(step);
        return name.find() ? name.group(1) : "*";
    }

    /** At least all elements that a step selects: namespaces are not looked at. */
    private static List<Node> step(List<Node> from, boolean anyDepth, String name) {
        List<Node> selected = new ArrayList<>();
        for (Node start : from) {
            Node node = start.getFirstChild();
            while (node != null) {
                if (node instanceof Element && (name.equals("*") || name.equals(node.getLocalName()))) {
                    selected.add(node);
                }
                node = anyDepth ? SignatureTree.next(node, start) : node.getNextSibling();
            }
        }
        return selected;
    }
}
