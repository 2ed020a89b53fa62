//! Whom a rule tells: members, customers and suppliers, and addresses that an event names.

use crate::compose::{Happened, Words};
use crate::records::{NotificationRule, RuleRecipient};
use crate::settings::PHONE;
use command::{SettingPlace, Tx, setting};
use identity::{Member, MemberSite};
use kernel::{Id, Result};
use language::Language;
use parties::Party;
use std::sync::Arc;
use store::{Read, id_of};
use uuid::Uuid;

/// Somebody who is told.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    /// The member; none where it is nobody of the company.
    pub(crate) user: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) words: Words,
}

impl Reader {
    /// An active member.
    pub(crate) fn member(tx: &mut Tx<'_, '_>, member: &Member) -> Result<Reader> {
        let place = SettingPlace { user: Some(member.user_id), site: None };
        let phone = setting(tx, &PHONE, place)?;
        Ok(Reader {
            user: Some(member.user_id),
            name: member.name.clone(),
            email: Some(member.email.clone()),
            phone: Some(phone).filter(|phone| !phone.is_empty()),
            words: Words::of(tx, place)?,
        })
    }

    fn party(tx: &mut Tx<'_, '_>, party: &Party) -> Result<Reader> {
        let (name, email, phone) = (party.name.clone(), party.email.clone(), party.phone.clone());
        let mut words = Words::of(tx, SettingPlace::default())?;
        if let Some(language) = party.language.map(Language::from) {
            words.style.language = language;
        }
        Ok(Reader { user: None, name, email, phone, words })
    }

    /// An address of e-mail, or else a telephone number.
    fn address(tx: &mut Tx<'_, '_>, address: &str) -> Result<Reader> {
        let (email, phone) = if address.contains('@') { (Some(address), None) } else { (None, Some(address)) };
        let words = Words::of(tx, SettingPlace::default())?;
        let (email, phone) = (email.map(str::to_owned), phone.map(str::to_owned));
        Ok(Reader { user: None, name: address.to_owned(), email, phone, words })
    }
}

/// Whom a rule tells of what has happened. An event that names nobody tells nobody.
pub(crate) fn readers(tx: &mut Tx<'_, '_>, rule: &NotificationRule, happened: &Happened) -> Result<Vec<Reader>> {
    let named = rule.recipient_field.as_deref().and_then(|field| happened.body[field].as_str());
    let id = named.and_then(id_of);
    match rule.recipient {
        RuleRecipient::Role => {
            let site = rule.site_field.as_deref().and_then(|field| happened.body[field].as_str()).and_then(id_of);
            let role = rule.role.clone().unwrap_or_default();
            let members = tx.scan(Member::BY_ROLE, role.as_str())?;
            let mut readers = Vec::new();
            for member in members.iter().filter(|member| member.is_active) {
                if works_at(tx, member, site)? {
                    readers.push(Reader::member(tx, member)?);
                }
            }
            Ok(readers)
        }
        RuleRecipient::Member => one_member(tx, rule.member),
        RuleRecipient::NamedMember => one_member(tx, id),
        RuleRecipient::Party => {
            let party = id.map(|id| tx.get::<Party>(&Id::from_uuid(id))).transpose()?.flatten();
            let party: Option<Arc<Party>> = party.filter(|party| party.is_active);
            party.iter().map(|party| Reader::party(tx, party)).collect()
        }
        RuleRecipient::Address => named.iter().map(|address| Reader::address(tx, address)).collect(),
    }
}

fn one_member(tx: &mut Tx<'_, '_>, user: Option<Uuid>) -> Result<Vec<Reader>> {
    let member = user.map(|user| tx.get::<Member>(&user)).transpose()?.flatten();
    member.iter().filter(|member| member.is_active).map(|member| Reader::member(tx, member)).collect()
}

/// Whether a member works at a site, or at all sites.
fn works_at(tx: &mut Tx<'_, '_>, member: &Member, site: Option<Uuid>) -> Result<bool> {
    let Some(site) = site else { return Ok(true) };
    let sites = tx.scan(MemberSite::BY_USER_ID, member.user_id)?;
    Ok(sites.is_empty() || sites.iter().any(|own| own.site == site))
}
