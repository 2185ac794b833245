// Validates every document of a folder against a schema with JAXP, streaming, and prints a verdict
// for each: java Judge.java SCHEMA FOLDER
import java.io.File;
import java.nio.file.*;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.*;

class Judge {
    public static void main(String[] arguments) throws Exception {
        var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        var schema = factory.newSchema(new File(arguments[0]));
        try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
            for (var file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
                var validator = schema.newValidator();
                String verdict = "valid";
                try {
                    validator.validate(new StreamSource(file.toFile()));
                } catch (org.xml.sax.SAXException wrong) {
                    verdict = "invalid";
                }
                System.out.println(verdict + " " + file.getFileName());
            }
        }
    }
}
