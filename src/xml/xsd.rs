//! A schema table as an XML Schema (XSD 1.0).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::schema::{Attribute, Content, Element, Particle, Presence, Schema, Value};

/// Returns the XSD of a schema table.
pub fn xsd(schema: &Schema) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out += &format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:c=\"{0}\" targetNamespace=\"{0}\" elementFormDefault=\"qualified\" version=\"{1}\">\n",
        schema.namespace, schema.version
    );
    documentation(&mut out, 1, schema.title);
    out += &format!("  <xs:element name=\"{0}\" type=\"c:{0}\"/>\n", schema.root);
    let mut values = BTreeSet::new();
    for element in schema.elements {
        complex_type(&mut out, element, &mut values);
    }
    for (name, value) in values {
        simple_type(&mut out, &name, &value);
    }
    out += "</xs:schema>\n";
    out
}

fn documentation(out: &mut String, depth: usize, text: &str) {
    let indent = "  ".repeat(depth);
    let _infallible = writeln!(
        out,
        "{indent}<xs:annotation><xs:documentation xml:lang=\"en\">{}</xs:documentation></xs:annotation>",
        escaped(text)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

fn complex_type(out: &mut String, element: &Element, values: &mut BTreeSet<(String, String)>) {
    let mixed = match element.content {
        Content::Mixed(_) => " mixed=\"true\"",
        _ => "",
    };
    *out += &format!("  <xs:complexType name=\"{}\"{mixed}>\n", element.name);
    documentation(out, 2, element.doc);
    match element.content {
        Content::Empty => {}
        Content::Text(value) => {
            let base = type_name(value, values);
            *out += "    <xs:simpleContent>\n";
            *out += &format!("      <xs:extension base=\"{base}\">\n");
            attributes(out, 4, element.attributes, values);
            *out += "      </xs:extension>\n    </xs:simpleContent>\n  </xs:complexType>\n";
            return;
        }
        Content::Mixed(names) => {
            *out += "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n";
            for name in names {
                *out += &format!("      <xs:element name=\"{name}\" type=\"c:{name}\"/>\n");
            }
            *out += "    </xs:choice>\n";
        }
        Content::Children(particles) => {
            *out += "    <xs:sequence>\n";
            for particle in particles {
                sequence_item(out, particle);
            }
            *out += "    </xs:sequence>\n";
        }
    }
    attributes(out, 2, element.attributes, values);
    *out += "  </xs:complexType>\n";
}

fn sequence_item(out: &mut String, particle: &Particle) {
    let max = particle
        .max
        .map_or_else(|| "unbounded".to_owned(), |max| max.to_string());
    let occurs = format!("minOccurs=\"{}\" maxOccurs=\"{max}\"", particle.min);
    match particle.any_of {
        [name] => {
            *out += &format!("      <xs:element name=\"{name}\" type=\"c:{name}\" {occurs}/>\n");
        }
        names => {
            *out += &format!("      <xs:choice {occurs}>\n");
            for name in names {
                *out += &format!("        <xs:element name=\"{name}\" type=\"c:{name}\"/>\n");
            }
            *out += "      </xs:choice>\n";
        }
    }
}

fn attributes(
    out: &mut String,
    depth: usize,
    attributes: &[Attribute],
    values: &mut BTreeSet<(String, String)>,
) {
    let indent = "  ".repeat(depth);
    for attribute in attributes {
        let presence = match attribute.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
        };
        *out += &format!(
            "{indent}<xs:attribute name=\"{}\" type=\"{}\" use=\"{presence}\">\n",
            attribute.name,
            type_name(attribute.value, values)
        );
        documentation(out, depth + 1, attribute.doc);
        *out += &format!("{indent}</xs:attribute>\n");
    }
}

/// Returns the name of a value's type, and notes its definition where it needs one.
fn type_name(value: Value, values: &mut BTreeSet<(String, String)>) -> String {
    let mut facets = String::new();
    match value {
        Value::Text => return "xs:string".to_owned(),
        Value::Words => facets.push_str("      <xs:minLength value=\"1\"/>\n"),
        // As text, so that "007" and "+7" are not read as 7.
        Value::Count => pattern(&mut facets, "0|[1-9][0-9]*"),
        Value::Pattern(text) => pattern(&mut facets, text),
        Value::OneOf(words) => {
            for (word, means) in words {
                facets += &format!("      <xs:enumeration value=\"{}\">\n", escaped(word));
                documentation(&mut facets, 4, means);
                facets += "      </xs:enumeration>\n";
            }
        }
    }
    let digest = crate::fixity::sha256(facets.as_bytes()).to_string();
    let name = match value {
        Value::Count => "count".to_owned(),
        Value::Words => "words".to_owned(),
        _ => format!("v{}", digest.get(..8).unwrap_or_default()),
    };
    values.insert((name.clone(), facets));
    format!("c:{name}")
}

fn pattern(out: &mut String, text: &str) {
    *out += &format!("      <xs:pattern value=\"{}\"/>\n", escaped(text));
}

fn simple_type(out: &mut String, name: &str, facets: &str) {
    *out += &format!("  <xs:simpleType name=\"{name}\">\n");
    *out += "    <xs:restriction base=\"xs:string\">\n";
    *out += facets;
    *out += "    </xs:restriction>\n  </xs:simpleType>\n";
}
