//! How a person stands in the XML of a package.

/// Returns the attributes of a participant: by which key messages name them, the name to display,
/// how many messages are theirs, and the post held at the time where one is known.
pub fn participant<'a>(
    key: &'a str,
    name: &'a str,
    messages: &'a str,
    post: &'a str,
) -> Vec<(&'static str, &'a str)> {
    let mut attributes = vec![("key", key), ("name", name), ("messages", messages)];
    if !post.is_empty() {
        attributes.push(("post", post));
    }
    attributes
}
