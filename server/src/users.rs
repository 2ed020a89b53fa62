//! The commands `sanduk user …`.

use crate::app::App;
use crate::errors;
use crate::io::Io;
use crate::provisioning::{self, NewUser};
use clap::{Args, Subcommand};
use command::SYSTEM;
use identity::{ChangeMember, Member, RemoveMember};
use kernel::Result;
use store::Read;

#[derive(Subcommand)]
pub(crate) enum UserVerb {
    /// Make a person a member of a company
    Create(UserArgs),
    /// List all users and their companies, or the members of one company
    List {
        /// The company's slug
        #[arg(long)]
        tenant: Option<String>,
    },
    /// Give a member another role; the last owner stays the owner
    SetRole {
        #[command(flatten)]
        person: Person,
        /// The company's slug
        #[arg(long)]
        tenant: String,
        /// owner, manager, clerk, cashier, auditor, or a role of the company's own
        #[arg(long)]
        role: String,
    },
    /// End a membership; `user create` begins it anew
    Remove {
        #[command(flatten)]
        person: Person,
        /// The company's slug
        #[arg(long)]
        tenant: String,
    },
    /// Print a token with which the user chooses a new password within an hour
    ResetPassword {
        #[command(flatten)]
        person: Person,
        /// Set the password instead: read from standard input, one line
        #[arg(long)]
        password_stdin: bool,
    },
    /// End all sessions of a user and refuse further log-ins, to all companies
    Deactivate {
        #[command(flatten)]
        person: Person,
    },
    /// Let a user log in again
    Activate {
        #[command(flatten)]
        person: Person,
    },
}

/// The person a command is about, named in either form.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Person {
    /// The e-mail address with which they log in
    #[arg(value_name = "EMAIL")]
    address: Option<String>,
    /// The same, by name
    #[arg(long = "email", value_name = "EMAIL")]
    named: Option<String>,
}

impl Person {
    /// The e-mail address as it is kept.
    fn email(self) -> Result<String> {
        identity::email(&self.address.or(self.named).unwrap_or_default())
    }
}

#[derive(Args)]
pub(crate) struct UserArgs {
    /// The company's slug
    #[arg(long)]
    tenant: String,
    #[command(flatten)]
    person: Person,
    /// owner, manager, clerk, cashier, auditor, or a role of the company's own
    #[arg(long)]
    role: String,
    /// Their name
    #[arg(long)]
    name: Option<String>,
    /// Read the password from standard input, one line
    #[arg(long, required = true)]
    password_stdin: bool,
}

impl UserVerb {
    /// Whether a password is read from standard input.
    pub(crate) fn wants_password(&self) -> bool {
        matches!(self, UserVerb::Create(_) | UserVerb::ResetPassword { password_stdin: true, .. })
    }
}

pub(crate) fn run(verb: UserVerb, app: &App, io: &mut dyn Io) -> Result<()> {
    match verb {
        UserVerb::Create(arguments) => create(app, arguments, io),
        UserVerb::List { tenant: Some(tenant) } => list_members(app, &tenant, io),
        UserVerb::List { tenant: None } => list(app, io),
        UserVerb::SetRole { person, tenant, role } => set_role(app, &person.email()?, &tenant, role, io),
        UserVerb::Remove { person, tenant } => remove(app, &person.email()?, &tenant, io),
        UserVerb::ResetPassword { person, password_stdin } => reset_password(app, &person.email()?, password_stdin, io),
        UserVerb::Deactivate { person } => set_active(app, &person.email()?, false, io),
        UserVerb::Activate { person } => set_active(app, &person.email()?, true, io),
    }
}

fn create(app: &App, arguments: UserArgs, io: &mut dyn Io) -> Result<()> {
    let tenant = app.tenant(&arguments.tenant)?;
    let password = io.password().unwrap_or_default().to_owned();
    let UserArgs { person, role, name, .. } = arguments;
    let email = person.email()?;
    let summary = format!("{email} is {role} of {}", tenant.slug);
    let known = errors::already_member(&email, &tenant.slug, &role);
    let new = provisioning::create_user(app, &tenant, NewUser { email, name, role, password });
    let new = new.map_err(|error| if error.code == known.code { known } else { error })?;
    io.line(&summary);
    if !new {
        io.line("This user existed already; the password was not changed.");
    }
    Ok(())
}

fn list(app: &App, io: &mut dyn Io) -> Result<()> {
    for user in identity::users(&app.writers)? {
        let mut roles = Vec::new();
        for company in identity::companies(&app.writers, user.id, None)? {
            let member = app.store().read(company.id.uuid(), |read| read.get::<Member>(&user.id.uuid()))?;
            roles.extend(member.map(|member| format!("{} of {}", member.role, company.slug)));
        }
        io.line(&format!("{}\t{}\t{}\t{}", user.email, user.name, state(user.is_active), roles.join(", ")));
    }
    Ok(())
}

fn list_members(app: &App, tenant: &str, io: &mut dyn Io) -> Result<()> {
    let tenant = app.tenant(tenant)?;
    for member in app.store().read(tenant.id.uuid(), identity::members)? {
        io.line(&format!("{}\t{}\t{}\t{}", member.email, member.name, member.role, state(member.is_active)));
    }
    Ok(())
}

fn state(is_active: bool) -> &'static str {
    if is_active { "active" } else { "inactive" }
}

fn set_role(app: &App, email: &str, tenant: &str, role: String, io: &mut dyn Io) -> Result<()> {
    let (tenant, user) = (app.tenant(tenant)?, identity::user_of_email(&app.writers, email)?.id.uuid());
    let ended = errors::membership_ended(email, &tenant.slug, &role);
    let change =
        ChangeMember { user, role: Some(role), name: None, sites: None, party: None, is_active: None, if_match: None };
    let member = app.execute(tenant.id.uuid(), change);
    let member = member.map_err(|error| if error.code == ended.code { ended } else { error })?;
    io.line(&format!("{} is {} of {}", member.email, member.role, tenant.slug));
    Ok(())
}

fn remove(app: &App, email: &str, tenant: &str, io: &mut dyn Io) -> Result<()> {
    let (tenant, user) = (app.tenant(tenant)?, identity::user_of_email(&app.writers, email)?);
    app.writers.run(tenant.id.uuid(), SYSTEM, RemoveMember { user: user.id.uuid(), if_match: None })?;
    io.line(&format!("{} no longer belongs to {}", user.email, tenant.slug));
    Ok(())
}

fn reset_password(app: &App, email: &str, password_given: bool, io: &mut dyn Io) -> Result<()> {
    let user = identity::user_of_email(&app.writers, email)?;
    if password_given {
        let password = io.password().unwrap_or_default().to_owned();
        identity::set_password(&app.writers, &user, &password)?;
        io.line(&format!("{} has a new password; all their sessions have ended", user.email));
        return Ok(());
    }
    let token = identity::begin_reset(&app.writers, &user)?;
    io.line(&format!("Within an hour {} can choose a new password, once, with this token:", user.email));
    io.line(&token);
    io.line(r#"POST /api/v1/auth/reset-password/ {"token": "…", "password": "…"}"#);
    Ok(())
}

fn set_active(app: &App, email: &str, is_active: bool, io: &mut dyn Io) -> Result<()> {
    let user = identity::user_of_email(&app.writers, email)?;
    if user.is_active != is_active {
        identity::set_active(&app.writers, &user, is_active)?;
    }
    io.line(&format!("{} is {}", user.email, state(is_active)));
    Ok(())
}
