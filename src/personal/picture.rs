//! Where a picture was taken, as its Exif says: JPEG, TIFF, HEIF, PNG and WebP.

use std::fmt;
use std::io::{Cursor, Read};

use exif::{Error, Exif, In, Reader, Tag, Value};

/// How much of a picture is read at most; what the camera says stands near the start.
const MOST: u64 = 16 << 20;

/// The endings of pictures that can say where they were taken.
const ENDINGS: [&str; 9] = [
    "jpg", "jpeg", "tif", "tiff", "heic", "heif", "avif", "png", "webp",
];

/// A place on the earth, in degrees; south and west are negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The latitude.
    pub latitude: f64,
    /// The longitude.
    pub longitude: f64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.5},{:.5}", self.latitude, self.longitude)
    }
}

/// What was seen in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PictureSeen {
    /// It says where it was taken.
    Place(Place),
    /// It does not.
    NoPlace,
    /// It is no picture of a known form, or cannot be understood.
    NotUnderstood,
}

/// Tells by its name whether a file can be looked at.
pub fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// Looks where a picture was taken. At most 16 MiB of it are read, and held.
///
/// # Errors
/// When it cannot be read.
pub fn look_at_picture(from: &mut dyn Read) -> std::io::Result<PictureSeen> {
    let mut bytes = Vec::new();
    from.take(MOST).read_to_end(&mut bytes)?;
    let read = Reader::new()
        .continue_on_error(true)
        .read_from_container(&mut Cursor::new(bytes))
        .or_else(|error| error.distill_partial_result(|_| {}));
    Ok(match read {
        Ok(exif) => place(&exif).map_or(PictureSeen::NoPlace, PictureSeen::Place),
        Err(Error::NotFound(_)) => PictureSeen::NoPlace,
        Err(_) => PictureSeen::NotUnderstood,
    })
}

fn place(exif: &Exif) -> Option<Place> {
    Some(Place {
        latitude: degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?,
        longitude: degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?,
    })
}

/// Returns degrees, minutes and seconds as degrees.
fn degrees(exif: &Exif, tag: Tag, of: Tag, negative: u8) -> Option<f64> {
    let field = exif.get_field(tag, In::PRIMARY)?;
    let Value::Rational(parts) = &field.value else {
        return None;
    };
    let mut degrees = 0.0;
    for (part, unit) in parts.iter().zip([1.0, 60.0, 3600.0]) {
        // Some cameras write 0/0 for seconds that they do not know.
        let value = if part.denom == 0 { 0.0 } else { part.to_f64() };
        degrees += value / unit;
    }
    let side = exif.get_field(of, In::PRIMARY).map(|field| &field.value);
    let is_negative = matches!(side, Some(Value::Ascii(text))
        if text.iter().any(|text| text.first() == Some(&negative)));
    Some(if is_negative { -degrees } else { degrees })
}

#[cfg(test)]
mod tests {
    use exif::experimental::Writer;
    use exif::{Field, Rational};
    use proptest::prelude::*;

    use super::*;

    /// Returns a JPEG that says it was taken in front of a palace.
    fn jpeg() -> Vec<u8> {
        let dms = |parts: [u32; 3]| {
            let parts = parts.into_iter().map(|num| Rational { num, denom: 1 });
            Value::Rational(parts.collect())
        };
        let field = |tag, value| Field {
            tag,
            ifd_num: In::PRIMARY,
            value,
        };
        let fields = [
            field(Tag::GPSLatitudeRef, Value::Ascii(vec![b"N".to_vec()])),
            field(Tag::GPSLatitude, dms([51, 30, 3])),
            field(Tag::GPSLongitudeRef, Value::Ascii(vec![b"W".to_vec()])),
            field(Tag::GPSLongitude, dms([0, 8, 31])),
        ];
        let mut writer = Writer::new();
        for field in &fields {
            writer.push_field(field);
        }
        let mut tiff = Cursor::new(Vec::new());
        writer.write(&mut tiff, false).unwrap();
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend(tiff.into_inner());
        let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
        jpeg.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(exif);
        jpeg.extend(b"\xff\xda\x00\x02\xff\xd9");
        jpeg
    }

    fn looked(bytes: &[u8]) -> PictureSeen {
        look_at_picture(&mut &*bytes).unwrap()
    }

    #[test]
    fn a_picture_says_where_it_was_taken() {
        let PictureSeen::Place(place) = looked(&jpeg()) else {
            panic!("the place was not found");
        };
        assert_eq!(place.to_string(), "51.50083,-0.14194");
    }

    #[test]
    fn other_files_say_nothing() {
        assert_eq!(
            looked(b"\xff\xd8\xff\xda\x00\x02\xff\xd9"),
            PictureSeen::NoPlace
        );
        assert_eq!(looked(b"not a picture"), PictureSeen::NotUnderstood);
        assert!(is_picture("IMG-1.JPG") && !is_picture("note.opus"));
    }

    proptest! {
        #[test]
        fn no_picture_brings_it_down(at in 0..200_usize, byte: u8, cut in 0..220_usize) {
            let mut bytes = jpeg();
            if let Some(spoilt) = bytes.get_mut(at) {
                *spoilt = byte;
            }
            bytes.truncate(cut);
            looked(&bytes);
        }
    }
}
