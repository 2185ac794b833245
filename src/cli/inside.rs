//! Whether a path lies inside a folder, before anything is made there.

use std::path::Path;

/// Tells whether `path`, which need not exist, lies inside `folder`, through links or not.
pub(super) fn lies_inside(path: &Path, folder: &Path) -> bool {
    let Ok(absolute) = std::path::absolute(path) else {
        return false;
    };
    // What does not exist yet will lie where the nearest folder above it lies.
    let existing = absolute.ancestors().find_map(|up| up.canonicalize().ok());
    match (existing, folder.canonicalize()) {
        (Some(existing), Ok(folder)) => existing.starts_with(folder),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_not_there_yet_lies_where_it_will() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a");
        std::fs::create_dir(&folder).unwrap();
        assert!(lies_inside(&folder.join("new/deep"), &folder));
        assert!(lies_inside(&folder, &folder));
        assert!(!lies_inside(&home.path().join("b"), &folder));
        assert!(!lies_inside(&home.path().join("ab"), &folder));
    }
}
