use crate::errors;
use crate::records::{{{Record}}, {{Document}}};
use command::{Command, SeriesKind, Tx};
use kernel::{Date, FieldErrors, Id, Result, ToSchema, both};
use money::Quantity;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Ref, Session};

/// Makes a {{document words}}.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Post{{Document}} {
    /// What it is about: id or code.
    pub {{record}}: Ref<{{Record}}>,
    /// How much of it, more than 0.
    pub quantity: Quantity,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
}

/// A {{document words}} as it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct {{Document}}Posted {
    /// Its id.
    pub id: Id<{{Document}}>,
    /// Its printed number.
    pub number: String,
}

impl Command for Post{{Document}} {
    const NAME: &'static str = "{{module}}.{{document}}.post";
    const STATUS: u16 = 201;
    type Output = {{Document}}Posted;

    fn example() -> Json {
        json!({ "{{record}}": "A1", "quantity": "2" })
    }

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        if let Some(code) = body["{{record}}"].as_str() {
            errors.check_at("{{record}}", Ref::<{{Record}}>::new(code).get(read))?;
        }
        Ok(())
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.{{record}}.get(read).ok();
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<{{Document}}Posted> {
        let named = self.{{record}}.get(tx).and_then(|row| match row.is_active {
            true => Ok(row),
            false => Err(errors::not_in_use(&row.name)),
        });
        let is_some = self.quantity > Quantity::ZERO;
        let quantity = if is_some { Ok(self.quantity) } else { Err(errors::no_quantity().at("quantity")) };
        let (named, quantity) = both(named.map_err(|error| error.at("{{record}}")), quantity)?;
        let business_date = ledger::document_date(tx, self.business_date)?;
        let number = format!("{{PREFIX}}-{:06}", tx.number("{{document}}", SeriesKind::Gapless)?);
        let (id, {{record}}, {{record}}_name) = (tx.id(), named.id, named.name.clone());
        let row = {{Document}} { id, number: number.clone(), {{record}}, {{record}}_name, quantity, business_date };
        tx.insert_new(row)?;
        Ok({{Document}}Posted { id, number })
    }
}
