//! Files that are no UTF-8 text at all, told by how they begin.

/// Returns why a file that begins with `start` cannot be read as UTF-8 text, and what to do.
pub(super) fn refusal(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Some(
            "it is UTF-16, so another program has saved it again; use the export as WhatsApp \
             made it, or save a copy as UTF-8",
        );
    }
    let nuls = memchr::memchr_iter(0, start).count();
    (nuls > 0 && nuls * 10 >= start.len())
        .then_some("it holds so many NUL bytes that it is UTF-16 or no text; use the export as WhatsApp made it")
}

/// The byte order mark of UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
