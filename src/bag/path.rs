//! Paths in manifests: which are refused, and how line ends travel in them (RFC 8493, 2.1.3 and 5.1).

use std::borrow::Cow;
use std::fmt;

use super::Version;

/// Why a path in a manifest is not one inside the bag on every system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// It starts with `/`.
    Absolute,
    /// It starts with `~`, which a shell takes for a home folder.
    Home,
    /// It starts with a drive letter.
    Drive,
    /// It holds a backslash, which separates folders on Windows.
    Backslash,
    /// It climbs with `..`.
    Climbs,
    /// It has an empty segment or one that is `.`, so that two paths name one file.
    Idle,
    /// It holds a NUL, where other programs end the path.
    Nul,
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PathFault::Absolute => "an absolute path",
            PathFault::Home => "a path from a home folder",
            PathFault::Drive => "a path with a drive letter",
            PathFault::Backslash => "a path with a backslash",
            PathFault::Climbs => "a path that climbs with \"..\"",
            PathFault::Idle => "a path with an empty segment or a \".\"",
            PathFault::Nul => "a path with a NUL",
        })
    }
}

/// Checks that a decoded path stays inside the bag on every system.
///
/// # Errors
/// The first reason why it does not.
pub fn check(path: &str) -> Result<(), PathFault> {
    let second = path.as_bytes().get(1);
    if path.contains('\0') {
        Err(PathFault::Nul)
    } else if path.starts_with('/') {
        Err(PathFault::Absolute)
    } else if path.starts_with('~') {
        Err(PathFault::Home)
    } else if path.contains('\\') {
        Err(PathFault::Backslash)
    } else if second == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Err(PathFault::Drive)
    } else {
        segments(path)
    }
}

fn segments(path: &str) -> Result<(), PathFault> {
    let mut idle = Ok(());
    for segment in path.split('/') {
        match segment {
            ".." => return Err(PathFault::Climbs),
            "" | "." => idle = Err(PathFault::Idle),
            _ => {}
        }
    }
    idle
}

/// Returns the path as a manifest of version 1.0 writes it: LF, CR and `%` encoded, and only those.
pub fn encode(path: &str) -> Cow<'_, str> {
    // Few paths have any of them.
    if !path.contains(['%', '\n', '\r']) {
        return Cow::Borrowed(path);
    }
    let encoded = path
        .replace('%', "%25")
        .replace('\n', "%0A")
        .replace('\r', "%0D");
    Cow::Owned(encoded)
}

/// A path as it was meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The path.
    pub path: String,
    /// Whether it holds a `%` that stands for nothing and was taken as it is.
    pub has_bare_percent: bool,
}

/// Decodes a path of a manifest: `%0A`, `%0D` and, since version 1.0, `%25`, in either case.
pub fn decode(written: &str, version: Version) -> Decoded {
    if !written.contains('%') {
        return Decoded {
            path: written.to_owned(),
            has_bare_percent: false,
        };
    }
    let mut pieces = written.split('%');
    let mut path = pieces.next().unwrap_or_default().to_owned();
    let mut has_bare_percent = false;
    for piece in pieces {
        let code = piece.get(..2).unwrap_or_default();
        let meant = match code.to_ascii_uppercase().as_str() {
            "0A" => Some('\n'),
            "0D" => Some('\r'),
            "25" if version == Version::V1_0 => Some('%'),
            _ => None,
        };
        match meant {
            Some(c) => {
                path.push(c);
                path.push_str(piece.get(2..).unwrap_or_default());
            }
            None => {
                has_bare_percent = true;
                path.push('%');
                path.push_str(piece);
            }
        }
    }
    Decoded {
        path,
        has_bare_percent: has_bare_percent && version == Version::V1_0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_that_leave_the_bag_are_refused() {
        for (path, fault) in [
            ("/etc/passwd", PathFault::Absolute),
            ("~/x", PathFault::Home),
            ("C:/x", PathFault::Drive),
            ("data\\x", PathFault::Backslash),
            (r"\\?\C:\x", PathFault::Backslash),
            ("data/../x", PathFault::Climbs),
            ("..", PathFault::Climbs),
            ("data//x", PathFault::Idle),
            ("data/./x", PathFault::Idle),
            ("data/x/", PathFault::Idle),
            ("", PathFault::Idle),
            ("data/x\0", PathFault::Nul),
        ] {
            assert_eq!(check(path), Err(fault), "{path:?}");
        }
        assert_eq!(check("data/a b/..c/~é:\n"), Ok(()));
    }

    #[test]
    fn only_line_ends_and_percent_are_decoded() {
        let decoded = decode("data/100%25%0a%0D%20%", Version::V1_0);
        assert_eq!(decoded.path, "data/100%\n\r%20%");
        assert!(decoded.has_bare_percent);
        let old = decode("data/100%25%0a", Version::V0_97);
        assert_eq!(old.path, "data/100%25\n");
        assert!(!old.has_bare_percent);
    }

    proptest! {
        #[test]
        fn any_path_comes_back(path in prop::collection::vec(any::<char>(), 0..20), odd in "[%0-9aAdD\r\n]{0,12}") {
            let path = path.into_iter().collect::<String>() + &odd;
            let encoded = encode(&path);
            prop_assert!(!encoded.contains(['\r', '\n']));
            let decoded = decode(&encoded, Version::V1_0);
            prop_assert_eq!(decoded, Decoded { path, has_bare_percent: false });
        }
    }
}
