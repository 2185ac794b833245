//! The text of a web page, without its tags.

use quick_xml::escape::resolve_html5_entity;

/// Tags inside a line: words on their two sides may be one word.
const INLINE: [&str; 15] = [
    "a", "abbr", "b", "bdi", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub",
    "sup", "u",
];

/// Returns the text of a page: tags and comments left out, what is between the tags of scripts and
/// styles too, and references resolved.
pub fn text(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        resolve(rest.get(..open).unwrap_or_default(), &mut text);
        let tag = rest.get(open..).unwrap_or_default();
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = after(comment, "-->");
            continue;
        }
        let name = name(tag);
        if name.is_empty() && !tag.starts_with("<!") && !tag.starts_with("</") {
            // A sign of its own, as in 1 < 2.
            text.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        }
        rest = after(tag, ">");
        if matches!(name.as_str(), "script" | "style") {
            let end = format!("</{name}");
            let lower = rest.to_ascii_lowercase();
            let at = lower.find(&end).unwrap_or(rest.len());
            rest = after(rest.get(at..).unwrap_or_default(), ">");
        }
        if !INLINE.contains(&name.trim_start_matches('/')) {
            text.push('\n');
        }
    }
    resolve(rest, &mut text);
    text
}

/// Returns the name of a tag, with the slash of an end tag, in small letters.
fn name(tag: &str) -> String {
    let name = tag.get(1..).unwrap_or_default();
    let (slash, name) = match name.strip_prefix('/') {
        Some(name) => ("/", name),
        None => ("", name),
    };
    let name: String = name
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    match name.is_empty() {
        true => String::new(),
        false => slash.to_owned() + &name.to_ascii_lowercase(),
    }
}

fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.find(end)
        .and_then(|at| text.get(at + end.len()..))
        .unwrap_or_default()
}

/// Adds a text with its references resolved; what is none stays as it stands.
fn resolve(mut rest: &str, text: &mut String) {
    while let Some(at) = rest.find('&') {
        text.push_str(rest.get(..at).unwrap_or_default());
        let reference = rest.get(at + 1..).unwrap_or_default();
        let end = reference.find(';').filter(|end| *end <= 32);
        let name = end.and_then(|end| reference.get(..end)).unwrap_or_default();
        let code = name.strip_prefix('#').and_then(|code| {
            let hex = code.strip_prefix(['x', 'X']);
            let number = match hex {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            };
            number.and_then(char::from_u32)
        });
        match (code, resolve_html5_entity(name)) {
            (Some(c), _) => text.push(c),
            (None, Some(resolved)) => text.push_str(resolved),
            (None, None) => {
                text.push('&');
                rest = reference;
                continue;
            }
        }
        rest = reference.get(name.len() + 1..).unwrap_or_default();
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(page: &str) -> String {
        let text = text(page);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_part_no_word_and_hide_no_phrase() {
        let page = "<!DOCTYPE html><html><head><title>Plan</title><style>p { x: y }</style></head>
            <body><p class=\"depot\">Sign <b>off</b> the de<i>pot</i></p><!-- no > one --><p>caf&eacute; &#8217;&amp;&nosuch; 1 < 2</p><script>var depot;</script></body>";
        assert_eq!(words(page), "Plan Sign off the depot café ’&&nosuch; 1 < 2");
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(page in "(<|>|&|;|#|a|b|é|/|script|!--|-->| ){0,24}") {
            let read = text(&page);
            prop_assert!(read.len() <= page.len() + page.matches('<').count());
        }
    }
}
