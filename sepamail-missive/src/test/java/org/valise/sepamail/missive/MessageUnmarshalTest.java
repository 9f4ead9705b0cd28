// SPDX-License-Identifier: Apache-2.0
package org.valise.sepamail.missive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlElement;
import java.io.StringReader;
import java.math.BigDecimal;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

/** Bodies as objects of the caller's classes: a figure that is wrong must not become another one, or none. */
class MessageUnmarshalTest {

    private static final String SCHEMA = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://xsd.sepamail.eu/1206/"
                elementFormDefault="qualified">
              <xs:element name="SimpleTestRequest"><xs:complexType><xs:sequence>
                <xs:element name="TestId" type="xs:string"/>
                <xs:element name="Amount" type="xs:decimal" minOccurs="0"/>
                <xs:element name="Count" type="xs:int" minOccurs="0"/>
              </xs:sequence></xs:complexType></xs:element>
            </xs:schema>""";

    /** What a caller might bind a body to. */
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Order {
        @XmlElement(name = "TestId", namespace = Doc.NORM, required = true)
        String testId;

        @XmlElement(name = "Amount", namespace = Doc.NORM)
        BigDecimal amount;

        @XmlElement(name = "Count", namespace = Doc.NORM)
        Integer count;
    }

    private static String document(String content) {
        return Doc.set(Doc.NOMINAL, "SimpleTestRequest", content);
    }

    private static Message message(String content) {
        return Doc.read(NominalMissive.class, document(content)).message();
    }

    private static Order unmarshal(String content) throws JAXBException {
        return message(content).unmarshal(JAXBContext.newInstance(Order.class), Order.class);
    }

    private static Order valid(String content) throws JAXBException, SAXException {
        Schema schema = SchemaFactory.newDefaultInstance().newSchema(new StreamSource(new StringReader(SCHEMA)));
        return message(content).unmarshal(JAXBContext.newInstance(Order.class), Order.class, schema);
    }

    @Test
    void givesWhatTheBodySays() throws Exception {
        String content = "<m:TestId>T</m:TestId><m:Amount>12.50</m:Amount><m:Count>7</m:Count>";
        for (Order order : new Order[] {unmarshal(content), valid(content)}) {
            assertThat(order.testId).isEqualTo("T");
            assertThat(order.amount).isEqualByComparingTo("12.50");
            assertThat(order.count).isEqualTo(7);
        }
    }

    /** However often: of some faults the reference implementation tells the first ten only. */
    @ParameterizedTest
    @CsvSource({"Amount, '12,50'", "Count, seven", "Count, 1.5"})
    void refusesAValueThatIsNoneOfItsProperty(String name, String value) {
        String content = "<m:TestId>T</m:TestId><m:" + name + ">" + value + "</m:" + name + ">";
        String document = document(content);
        Span end = Doc.place(document, Doc.close(document, name), Doc.end(document, name));
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(JAXBException.class)
                    .isThrownBy(() -> unmarshal(content))
                    .withMessageContaining("element " + name)
                    .withMessageContaining(" at " + end)
                    .withMessageContaining("NumberFormatException")
                    .satisfies(e -> assertThat(e.getLinkedException()).isNull());
        }
    }

    @Test
    void leavesToASchemaWhatJaxbLetsPass() throws Exception {
        Order order = unmarshal("<m:Count>99999999999999</m:Count><m:Amount/><m:Unknown>x</m:Unknown>");
        assertThat(order.testId).isNull();
        assertThat(order.amount).isNull();
        assertThat(order.count).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "<m:TestId>T</m:TestId><m:Count>99999999999999</m:Count>, Count, cvc-",
        "<m:TestId>T</m:TestId><m:Unknown>x</m:Unknown>, Unknown, cvc-complex-type.2.4",
        "<m:Count>7</m:Count>, Count, cvc-complex-type.2.4.a",
        "<m:TestId>T</m:TestId><m:Amount/>, Amount, cvc-",
        "<m:TestId>T</m:TestId><m:Amount>4970</m:Amount><m:Amount>4971</m:Amount>, Amount, cvc-complex-type.2.4",
        "'<m:TestId>T</m:TestId><m:Amount>12,50</m:Amount>', Amount, cvc-"
    })
    void refusesWhatASchemaRefuses(String content, String element, String rule) {
        for (int i = 0; i < 20; i++) {
            assertThatExceptionOfType(JAXBException.class)
                    .isThrownBy(() -> valid(content))
                    .withMessageContaining("element " + element)
                    .withMessageContaining(rule)
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("4971", "999999", "12,50"));
        }
    }

    @Test
    void aBodyOfAnotherNameIsRefusedByASchema() {
        String other =
                Doc.NOMINAL.replace("SimpleTestRequest", "SimpleTestReport").replace("simple.request", "simple.report");
        Message message = Doc.read(NominalMissive.class, other).message();
        assertThatExceptionOfType(JAXBException.class)
                .isThrownBy(() -> message.unmarshal(
                        JAXBContext.newInstance(Order.class),
                        Order.class,
                        SchemaFactory.newDefaultInstance().newSchema(new StreamSource(new StringReader(SCHEMA)))))
                .withMessageContaining("cvc-elt.1");
    }
}
