// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import java.io.IOException;
import org.xml.sax.SAXParseException;

/**
 * Thrown where a schema that the caller supplied was found, but is no schema: not well-formed, with a document type
 * declaration, or against the rules of XML Schema. It says in which file, and where in it.
 *
 * <pre>{@code
 * try {
 *     reader = Missives.strict().withOfficialSchemas(OfficialSchemas.fromFolder(folder));
 * } catch (InvalidSchemaException e) {
 *     System.err.println("Replace " + e.file());   // such as /opt/sepamail/xsd/1206/sepamail_missive.xsd
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class InvalidSchemaException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    InvalidSchemaException(String file, SAXParseException cause) {
        super(
                file + ", line " + cause.getLineNumber() + ", column " + cause.getColumnNumber() + ": "
                        + cause.getMessage(),
                cause);
        this.file = file;
        this.line = cause.getLineNumber();
        this.column = cause.getColumnNumber();
    }

    InvalidSchemaException(String file, String message) {
        super(file + ": " + message);
        this.file = file;
        this.line = -1;
        this.column = -1;
    }

    /**
     * The file in question.
     *
     * @return its name, with the folder of its set in front if the set lies in one
     */
    public String file() {
        return file;
    }

    /**
     * The line in which the fault was noticed.
     *
     * @return the line, counted from 1; -1 if it concerns the whole file
     */
    public int line() {
        return line;
    }

    /**
     * The column in which the fault was noticed.
     *
     * @return the column, counted from 1; -1 if it concerns the whole file
     */
    public int column() {
        return column;
    }
}
