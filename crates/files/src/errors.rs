//! What the storage refuses.

kernel::problems! {
    pub(crate) file_too_large(mebibytes) = TooLarge "body_too_large", "Body too large":
        "A file may have {mebibytes} MiB at most.";
    pub(crate) empty_file() = Malformed "empty_file", "Empty file": "The body is the file, and there is none.";
    pub(crate) unsupported_file() = UnsupportedMedia "unsupported_file", "Unsupported kind of file":
        "By its content this is none of the files that are kept: images (JPEG, PNG, GIF, WebP, HEIF, AVIF, TIFF, BMP), PDF, text and CSV \
         in UTF-8, documents of Office and OpenDocument without macros.";
    pub(crate) file_missing() = NotFound "file_missing", "File missing":
        "The content of this file is not where files are kept. Who runs it can bring it back from a backup.";
    pub(crate) no_thumbnail() = Invalid "no_thumbnail", "No thumbnail":
        "Only images (JPEG, PNG, WebP, GIF) are shown small: this file is none, or it is broken.";
    pub(crate) image_too_large(mebibytes) = Invalid "image_too_large", "Image too large":
        "To be shown small, an image may have {mebibytes} MiB, 40 million pixels and sides of 16384 pixels at most.";
    pub(crate) files_unavailable() = Unavailable "files_unavailable", "Files unavailable":
        "Files cannot be read or written now. Try again in a moment.";
}
