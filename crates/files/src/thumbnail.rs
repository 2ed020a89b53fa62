//! Images made small.

use crate::errors;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, RgbImage};
use kernel::Result;
use std::io::Cursor;

/// What is shown small.
pub(crate) const KINDS: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// The longest image that is read, in bytes.
pub(crate) const SOURCE_BYTES: u64 = 32 << 20;
/// The most pixels of an image, and the most memory that it may take when it is unpacked: four bytes for each of them.
const PIXELS: u64 = 40_000_000;
const UNPACKED_BYTES: u64 = 160 << 20;
/// The longest side of an image.
const SIDE: u32 = 16_384;
const QUALITY: u8 = 80;

/// `source` as a JPEG in which no side is longer than `side`: upright, over white where it is transparent, and without anything that its
/// file told beside the picture, such as where it was taken.
///
/// # Errors
///
/// 422 `no_thumbnail`, `image_too_large`.
pub(crate) fn thumbnail(source: &[u8], side: u32) -> Result<Vec<u8>> {
    // What a library does with a file that was made to break it is not known: it must not be a defect of this program.
    std::panic::catch_unwind(|| made_small(source, side)).unwrap_or_else(|_| Err(errors::no_thumbnail()))
}

fn made_small(source: &[u8], side: u32) -> Result<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(source)).with_guessed_format().map_err(|_| errors::no_thumbnail())?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(SIDE), Some(SIDE));
    limits.max_alloc = Some(UNPACKED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unreadable(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS || decoder.total_bytes() > UNPACKED_BYTES {
        return Err(errors::image_too_large(SOURCE_BYTES >> 20));
    }
    let turned = decoder.orientation().map_err(|error| unreadable(&error))?;
    let whole = DynamicImage::from_decoder(decoder).map_err(|error| unreadable(&error))?;
    let is_small = whole.width().max(whole.height()) <= side;
    let mut small = if is_small { whole } else { whole.thumbnail(side, side) };
    small.apply_orientation(turned);
    let mut jpeg = Vec::new();
    let encoded = JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&over_white(&small));
    encoded.map_err(|error| unreadable(&error))?;
    Ok(jpeg)
}

fn over_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let pixels = image.to_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0.map(u32::from);
        let over = |colour: u32| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn unreadable(error: &ImageError) -> kernel::Error {
    match error {
        ImageError::Limits(_) => errors::image_too_large(SOURCE_BYTES >> 20),
        _ => errors::no_thumbnail(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder, ImageFormat, Rgb, Rgba, RgbaImage};

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn read(jpeg: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    /// A photo of 40 x 20 pixels, red on the left and blue on the right.
    fn photo() -> RgbImage {
        RgbImage::from_fn(40, 20, |x, _| if x < 20 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
    }

    fn is_red(pixel: &Rgb<u8>) -> bool {
        pixel.0[0] > 200 && pixel.0[2] < 60
    }

    #[test]
    fn every_kind_is_made_small_and_none_is_made_larger() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let source = encoded(&photo().into(), format);
            let small = read(&thumbnail(&source, 16).unwrap());
            assert_eq!(small.dimensions(), (16, 8), "{format:?}");
            assert!(is_red(small.get_pixel(1, 4)) && !is_red(small.get_pixel(14, 4)), "{format:?}");
            assert_eq!(read(&thumbnail(&source, 64).unwrap()).dimensions(), (40, 20), "{format:?}");
        }
    }

    #[test]
    fn photo_that_lies_on_its_side_is_put_upright_and_tells_nothing_beside_the_picture() {
        let plain = encoded(&photo().into(), ImageFormat::Jpeg);
        // TIFF, little-endian, one entry: orientation (0x0112) is 6, to be turned to the right. Behind it a place.
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"51.5072N 0.1276W");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let source = [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat();
        let small = thumbnail(&source, 16).unwrap();
        let picture = read(&small);
        assert_eq!(picture.dimensions(), (8, 16));
        assert!(is_red(picture.get_pixel(4, 1)) && !is_red(picture.get_pixel(4, 14)));
        for told in [&b"Exif"[..], b"51.5072N"] {
            assert!(!small.windows(told.len()).any(|part| part == told));
        }
    }

    #[test]
    fn what_is_transparent_is_white() {
        let glass = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let small = read(&thumbnail(&encoded(&glass.into(), ImageFormat::Png), 64).unwrap());
        assert!(small.get_pixel(4, 4).0.iter().all(|colour| *colour > 250));
    }

    #[test]
    fn image_that_is_too_large_or_broken_is_refused() {
        let code = |source: &[u8]| thumbnail(source, 64).unwrap_err().code;
        let mut bomb = Vec::new();
        let pixels = vec![0; 7_000 * 7_000];
        PngEncoder::new(&mut bomb).write_image(&pixels, 7_000, 7_000, ExtendedColorType::L8).unwrap();
        assert!(bomb.len() < 1 << 20);
        assert_eq!(code(&bomb), "image_too_large");
        let mut lying = encoded(&photo().into(), ImageFormat::Gif);
        lying[6..10].fill(0xff);
        assert_eq!(code(&lying), "image_too_large");
        let whole = encoded(&photo().into(), ImageFormat::Png);
        assert_eq!(code(&whole[..whole.len() / 2]), "no_thumbnail");
        assert_eq!(code(b"%PDF-1.7"), "no_thumbnail");
    }

    #[test]
    fn damaged_image_is_shown_or_refused() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let whole = encoded(&photo().into(), format);
            for place in 0..whole.len() {
                for value in [0, 0x7f, 0xff] {
                    let mut damaged = whole.clone();
                    damaged[place] = value;
                    if let Err(error) = thumbnail(&damaged, 16) {
                        assert!(
                            ["no_thumbnail", "image_too_large"].contains(&error.code),
                            "{format:?} {place}: {error:?}"
                        );
                    }
                }
            }
        }
    }
}
