//! Packages that lie side by side in a folder that is none itself.

use std::path::{Path, PathBuf};

use crate::bag::{self, ManifestName};
use crate::error::IoAt;

/// Returns the packages in a folder, in the order of their names: its ZIPs, or, without any, the bags
/// in its folders where there are two or more. Of a folder that is a bag, or a part of one, and of
/// what is no folder, there are none.
///
/// # Errors
/// When the file system fails.
pub fn packages_in(path: &Path) -> Result<Vec<PathBuf>, IoAt> {
    let (mut zips, mut bags) = (Vec::new(), Vec::new());
    let is_folder = std::fs::symlink_metadata(path).is_ok_and(|at| at.is_dir());
    if !is_folder {
        return Ok(zips);
    }
    let items = walkdir::WalkDir::new(path).min_depth(1).max_depth(1);
    for item in items.sort_by_file_name() {
        let item = item.map_err(|error| IoAt::at("list", path)(error.into()))?;
        let name = item.file_name().to_string_lossy();
        let is_part = name == bag::DECLARATION
            || format!("{name}/") == bag::PAYLOAD
            || ManifestName::parse(&name).is_some();
        if is_part {
            return Ok(Vec::new());
        }
        let is_zip = name.to_ascii_lowercase().ends_with(".zip");
        if item.file_type().is_file() && is_zip {
            zips.push(item.into_path());
        } else if item.path().join(bag::DECLARATION).is_file() {
            bags.push(item.into_path());
        }
    }
    let is_many = bags.len() > 1;
    Ok(match zips.is_empty() && is_many {
        true => bags,
        false => zips,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zips_come_before_bags_and_a_bag_is_no_folder_of_packages() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let put = |name: &str| {
            std::fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            std::fs::write(at(name), "x").unwrap();
        };
        let names = |folder: &str| -> Vec<String> {
            let found = packages_in(&at(folder)).unwrap();
            let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
            found.iter().map(name).collect()
        };
        put("out/b.zip");
        put("out/a.ZIP");
        put("out/a.zip.partial");
        put("out/c/bagit.txt");
        assert_eq!(names("out"), ["a.ZIP", "b.zip"]);
        put("bags/a/bagit.txt");
        assert_eq!(names("bags"), [""; 0]);
        put("bags/b/bagit.txt");
        assert_eq!(names("bags"), ["a", "b"]);
        put("bag/data/x.zip");
        put("bag/x.zip");
        assert_eq!(names("bag"), [""; 0]);
        assert_eq!(names("out/b.zip"), [""; 0]);
        assert_eq!(names("not-there"), [""; 0]);
    }
}
