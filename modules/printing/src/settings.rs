//! What a company chooses about its papers.

use crate::errors;
use command::{Setting, SettingDefinition, SettingLevel, Tx};
use kernel::{Id, Result};
use notes::{Attachment, File};
use serde_json::Value as Json;
use store::Read;
use uuid::Uuid;

/// Chooses for the company or a site.
pub(crate) const CHOOSE: &str = "printing.settings.choose";

const BY_SITE: &[SettingLevel] = &[SettingLevel::Company, SettingLevel::Site];
/// The longest picture that is taken as a logo, and the kinds.
const LOGO_BYTES: i64 = 2 << 20;
const LOGO_KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];

pub(crate) const PAPER: Setting<String> = Setting::choice("printing.paper", "a4", &["a4", "a5", "80mm", "escpos"])
    .told("Usual paper", "On what documents are printed where nobody says.")
    .at(&[SettingLevel::Company, SettingLevel::Site, SettingLevel::User])
    .chosen_with(CHOOSE);
pub(crate) const LANGUAGE: Setting<String> = Setting::choice("printing.language", "en", &["en", "bn"])
    .told("Language of papers", "The language of the words on papers where nobody says.")
    .at(&[SettingLevel::Company, SettingLevel::Site, SettingLevel::User])
    .chosen_with(CHOOSE);
pub(crate) const LOGO: Setting<String> = Setting::text("printing.logo", "", 36)
    .told("Logo", "The id of an attached picture that stands at the head of papers, such as one attached to a site.")
    .at(BY_SITE)
    .chosen_with(CHOOSE)
    .checked(is_picture);
pub(crate) const ADDRESS: Setting<String> = Setting::text("printing.address", "", 1000)
    .told("Letterhead", "The lines below the name of the company: address, telephone, numbers at offices.")
    .at(BY_SITE)
    .chosen_with(CHOOSE);
pub(crate) const FOOTER: Setting<String> = Setting::text("printing.footer", "", 1000)
    .told("Footer", "The lines at the foot of papers, such as bank accounts and conditions.")
    .at(BY_SITE)
    .chosen_with(CHOOSE);
pub(crate) const COLOUR: Setting<String> = Setting::text("printing.colour", "#1f4e79", 7)
    .told("Colour", "The colour of headings and rules on papers, such as #1f4e79.")
    .at(BY_SITE)
    .chosen_with(CHOOSE)
    .checked(is_colour);
pub(crate) const QR: Setting<String> = Setting::text("printing.qr", "", 300)
    .told(
        "QR code of invoices",
        "What the QR code of an invoice says, such as a link to pay with. {number}, {total}, {due}, {currency} and {date} are replaced.",
    )
    .at(BY_SITE)
    .chosen_with(CHOOSE);
pub(crate) const OPENS_DRAWER: Setting<bool> = Setting::boolean("printing.opens_drawer", false)
    .told(
        "Open the drawer",
        "Whether a slip for a receipt printer opens the cash drawer; a slip that is printed again opens it again.",
    )
    .at(BY_SITE)
    .chosen_with(CHOOSE);

pub(crate) fn all() -> Vec<SettingDefinition> {
    vec![
        PAPER.definition(),
        LANGUAGE.definition(),
        LOGO.definition(),
        ADDRESS.definition(),
        FOOTER.definition(),
        COLOUR.definition(),
        QR.definition(),
        OPENS_DRAWER.definition(),
    ]
}

fn is_colour(_: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    let text = value.as_str().unwrap_or_default();
    let is_colour = text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_colour { Ok(()) } else { Err(errors::no_colour()) }
}

fn is_picture(tx: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    match value.as_str().unwrap_or_default() {
        "" => Ok(()),
        id => logo(tx, id)?.map(drop).ok_or_else(errors::no_logo),
    }
}

/// The picture of an attachment that may be a logo.
pub(crate) fn logo(read: &mut impl Read, id: &str) -> Result<Option<File>> {
    let Ok(id) = Uuid::parse_str(id) else { return Ok(None) };
    let Some(attachment) = read.get::<Attachment>(&Id::from_uuid(id))? else { return Ok(None) };
    let file = read.get::<File>(&attachment.file)?;
    let is_logo = |file: &File| file.bytes <= LOGO_BYTES && LOGO_KINDS.contains(&file.media_type.as_str());
    Ok(file.map(|file| File::clone(&file)).filter(is_logo))
}
