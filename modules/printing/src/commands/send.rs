//! A paper is sent to whom it is for.

use crate::records::{PaperKind, Print};
use crate::subject::{self, CUSTOMERS, RECEIPTS, SALES};
use crate::{Letter, errors, jobs};
use command::{Command, Tx};
use kernel::{Error, Id, Kind, Result, Text, ToSchema};
use language::say;
use ledger::company;
use messages::{Message, MessageChannel, Outgoing};
use parties::Party;
use payments::Receipt;
use sales::{Sale, SaleKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Read;

/// Sends a paper that was made by e-mail, with the file: to the address of the customer or supplier whom it is for, or to another one. What becomes of
/// it is told by the message that it answers.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Send by e-mail")]
pub(crate) struct SendPaper {
    /// The paper.
    id: Id<Print>,
    /// To whom; the address of the customer or supplier where it is left out.
    #[serde(default)]
    to: Option<Text<254>>,
    /// What is written above the paper; a line that names it where it is left out.
    #[serde(default)]
    text: Option<Text<4000>>,
}

/// A paper that is on its way.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PaperSent {
    /// The message.
    message: Id<Message>,
    /// The address.
    to: String,
}

impl Command for SendPaper {
    const NAME: &'static str = "printing.print.send";
    const STATUS: u16 = 202;
    const SCOPED: bool = true;
    type Output = PaperSent;

    fn example() -> Json {
        json!({"to": "ann@example.com"})
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PaperSent> {
        let not_found = || Error::not_found("paper", self.id);
        let print = tx.get::<Print>(&self.id)?.ok_or_else(not_found)?;
        match subject::of_command(tx, &print.record, &print.row_id.to_string(), (None, None, None)) {
            Err(error) if error.kind == Kind::NotFound || error.kind == Kind::Invalid => return Err(not_found()),
            visible => visible.map(drop)?,
        }
        let attachment = match (print.attachment, &print.problem) {
            (Some(attachment), _) => attachment,
            (None, Some(problem)) => return Err(errors::not_made(problem)),
            (None, None) => return Err(errors::being_made()),
        };
        if print.paper == PaperKind::EscPos {
            return Err(errors::only_for_printers());
        }
        mail::require_server(tx)?;
        let (title, party) = addressee(tx, &print)?;
        let party = party.map(|party| tx.get::<Party>(&party)).transpose()?.flatten();
        let to = match &self.to {
            Some(to) => identity::email(to).map_err(|_| errors::bad_address(&**to).at("to"))?,
            None => party.and_then(|party| party.email.clone()).ok_or_else(|| errors::no_address().at("to"))?,
        };
        let language = jobs::spoken(print.language);
        let company = company(tx)?.name.clone();
        let named = [("title", paper::word(language, title)), ("number", &*print.number), ("company", &*company)];
        let text = match &self.text {
            Some(text) => text.to_string(),
            None => say(language, "{title} {number} is attached.", &named),
        };
        let message = Outgoing {
            subject: Some(say(language, "{title} {number} from {company}", &named)),
            attachment: Some(attachment),
            about: Some((print.record.clone(), print.row_id)),
            ..Outgoing::text(MessageChannel::Email, to.clone(), format!("{text}\n\n{company}\n"))
        };
        Ok(PaperSent { message: messages::send(tx, message)?.message, to })
    }
}

/// What a paper is called, and whom it is for.
fn addressee(tx: &mut Tx<'_, '_>, print: &Print) -> Result<(&'static str, Option<Id<Party>>)> {
    let row = print.row_id;
    Ok(match print.record.as_str() {
        SALES => {
            let sale = tx.one::<Sale>(&Id::from_uuid(row))?;
            (if sale.kind == SaleKind::Sale { "invoice" } else { "credit_note" }, sale.customer)
        }
        RECEIPTS => ("receipt", Some(tx.one::<Receipt>(&Id::from_uuid(row))?.customer)),
        CUSTOMERS => ("statement", Some(Id::from_uuid(row))),
        _ => ("letter", Some(tx.one::<Letter>(&Id::from_uuid(row))?.party)),
    })
}
