package npusim.cli;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import npusim.conformance.ConformanceResult;

/** Outcomes of a test set as the XML of JUnit's Ant task, which build servers read. */
final class JUnitReport {
    /** What XML 1.0 has no way to write, apart from surrogates, which come in pairs. */
    private static final String NO_XML = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]";

    private JUnitReport() {}

    /** A suite with a case for each outcome; the class of a case is its operator. */
    static String of(ConformanceCommand.Summary summary) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            attribute(xml, "name", summary.set());
            attribute(xml, "tests", Integer.toString(summary.cases().size()));
            attribute(xml, "failures", Integer.toString(summary.failed()));
            attribute(xml, "errors", "0");
            attribute(xml, "time", String.format(Locale.ROOT, "%.3f", summary.seconds()));
            for (ConformanceResult result : summary.cases()) {
                xml.writeCharacters("\n  ");
                write(xml, result);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // there is no file behind it
        }
        return text + "\n";
    }

    private static void write(XMLStreamWriter xml, ConformanceResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "classname", result.operator());
        attribute(xml, "name", result.test());
        if (!result.passed()) {
            xml.writeStartElement("failure");
            attribute(xml, "message", result.detail());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value.replaceAll(NO_XML, "?"));
    }
}
