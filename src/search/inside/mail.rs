//! The words of an e-mail: to whom, about what, and the texts of its parts.

use mail_parser::{Address, MessageParser, MimeHeaders as _};

use super::{Inside, html};

/// Returns the words of an e-mail: its subject, its people, the texts of its parts, and the names of
/// what is attached to it, whose own texts are not read.
pub fn text(bytes: &[u8]) -> Inside {
    let parsed = MessageParser::default().parse(bytes);
    let Some(mail) = parsed.filter(|mail| !mail.headers().is_empty()) else {
        return Inside::NotSearched("it is no e-mail that can be read");
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(mail.subject().map(str::to_owned));
    let people = [mail.from(), mail.to(), mail.cc(), mail.bcc()];
    for address in people.into_iter().flatten().flat_map(Address::iter) {
        let (name, address) = (address.name(), address.address());
        lines.extend([name, address].into_iter().flatten().map(str::to_owned));
    }
    for part in 0..mail.text_body_count() {
        lines.extend(mail.body_text(part).map(std::borrow::Cow::into_owned));
    }
    for part in 0..mail.html_body_count() {
        lines.extend(mail.body_html(part).map(|page| html::text(&page)));
    }
    let attached = mail.attachments();
    lines.extend(attached.filter_map(|part| part.attachment_name().map(str::to_owned)));
    Inside::Searched(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_an_email_are_read_whatever_their_encoding() {
        let mail = "From: Press Officer <press@example.gov.uk>\r\nTo: =?utf-8?q?Caf=C3=A9?= <a@example.gov.uk>\r\nSubject: The depot\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nQWdyZWVkLCBnbyB3aXRoIGl0\r\n--x\r\nContent-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n";
        let Inside::Searched(text) = text(mail.as_bytes()) else {
            panic!("it was not read");
        };
        for words in [
            "The depot",
            "Café",
            "press@example.gov.uk",
            "Agreed, go with it",
            "plan.pdf",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(matches!(super::text(b""), Inside::NotSearched(_)));
    }
}
