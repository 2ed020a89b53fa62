//! The HTTP layer's access to users, companies and roles, kept by `identity`.

use crate::errors;
use ::settings::InstallationKeys;
use command::{Answer, Command, DoorAnswer, Grants, InboundRequest, Registry, Submission, Writers};
use exports::AskExport;
use http_api::{
    Access, AddedUser, Caller, Checked, ChosenLanguages, LoggedIn, Me, MyCompany, MyUser, NewUser, TenantCard,
    TenantName, TenantRef,
};
use identity::{AddMember, Login, MemberOut, NewMember, PasswordReset, ResetPassword, Tenant};
use kernel::{Error, Id, Result, defect};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use store::{CONTROL, Read, Session};
use uuid::Uuid;

/// Implements [`Access`] over the control tenant.
pub struct IdentityAccess {
    /// What the program can do.
    pub registry: Arc<Registry>,
    /// The writers of all companies.
    pub writers: Arc<Writers>,
    /// The domain below which every host name is the slug of a company.
    pub base_domain: Option<String>,
    /// The keys of secrets.
    pub secret_keys: InstallationKeys,
}

fn reference(tenant: &Tenant) -> TenantRef {
    TenantRef { id: tenant.id.uuid(), slug: tenant.slug.as_str().into() }
}

fn granted(grant: &Login) -> LoggedIn {
    LoggedIn {
        user: grant.user,
        tenant: reference(&grant.tenant),
        session: grant.session,
        refresh: grant.refresh.clone(),
        refresh_seconds: identity::REFRESH_SECONDS,
    }
}

impl IdentityAccess {
    fn by_slug(&self, slug: &str) -> Result<Option<TenantRef>> {
        let tenant =
            self.writers.store().read(CONTROL, |read| read.find(Tenant::BY_SLUG, kernel::code_key(slug).as_str()))?;
        Ok(tenant.map(|tenant| reference(&tenant)))
    }
}

impl Access for IdentityAccess {
    fn tenant(&self, name: &TenantName) -> Result<Option<TenantRef>> {
        let host = match name {
            TenantName::Slug(slug) => return self.by_slug(slug),
            TenantName::Host(host) => host.as_str(),
        };
        if let Some(own) = self.writers.store().read(CONTROL, |read| read.find(Tenant::BY_HOST, host))? {
            return Ok(Some(reference(&own)));
        }
        let Some(base) = &self.base_domain else {
            return host.split_once('.').map_or(Ok(None), |(label, _)| self.by_slug(label));
        };
        match host.strip_suffix(base.as_str()).and_then(|below| below.strip_suffix('.')) {
            Some(label) => self.by_slug(label)?.map(Some).ok_or_else(|| errors::unknown_host(host)),
            None => Ok(None),
        }
    }

    fn account(&self, email: &str) -> String {
        identity::folded_email(email)
    }

    fn check_password(&self, email: &str, password: &str, tenant: Option<Uuid>) -> Result<Checked> {
        let identity::Checked { user, company } = identity::check_password(&self.writers, email, password, tenant)?;
        Ok(Checked { user, company })
    }

    fn log_in(&self, user: Uuid, tenant: Option<Uuid>) -> Result<LoggedIn> {
        Ok(granted(&identity::log_in(&self.writers, user, tenant)?))
    }

    fn company_of_session(&self, token: &str) -> Result<Option<Uuid>> {
        identity::company_of_session(&self.writers, token)
    }

    fn refresh(&self, token: &str) -> Result<LoggedIn> {
        Ok(granted(&identity::refresh(&self.writers, token)?))
    }

    fn switch(&self, token: &str, tenant: Uuid) -> Result<(LoggedIn, Uuid)> {
        let (login, ended) = identity::switch(&self.writers, token, tenant)?;
        Ok((granted(&login), ended))
    }

    fn companies(&self, user: Uuid) -> Result<Vec<TenantCard>> {
        let tenants = identity::companies(&self.writers, Id::from_uuid(user), None)?;
        let card = |tenant: &Arc<Tenant>| TenantCard {
            id: tenant.id.uuid(),
            slug: tenant.slug.clone(),
            name: tenant.name.clone(),
        };
        let mut cards: Vec<TenantCard> = tenants.iter().map(card).collect();
        cards.sort_by(|a, b| (&a.name, &a.slug).cmp(&(&b.name, &b.slug)));
        Ok(cards)
    }

    fn log_out(&self, token: &str) -> Result<Option<Uuid>> {
        identity::log_out(&self.writers, token)
    }

    fn is_alive(&self, session: Uuid) -> Result<bool> {
        identity::is_alive(&self.writers, session)
    }

    fn me(&self, user: Uuid, tenant: Uuid) -> Result<Me> {
        let (member, permissions) = self.writers.store().read(tenant, |read| {
            Ok((identity::active_member(read, user)?, identity::granted(read, user)?.patterns()))
        })?;
        let tenant = self.writers.store().read(CONTROL, |read| read.get::<Tenant>(&Id::from_uuid(tenant)))?;
        let tenant = tenant.ok_or_else(|| defect("a token names a company that is not there"))?;
        let Tenant { id, slug, name, currency, timezone, .. } = (*tenant).clone();
        Ok(Me {
            user: MyUser { id: user, email: member.email.clone(), name: member.name.clone() },
            tenant: MyCompany { id: id.uuid(), slug, name, currency, timezone },
            role: member.role.clone(),
            permissions: permissions.into_iter().collect(),
        })
    }

    fn grants(&self, read: &mut Session<'_>, actor: Uuid) -> Result<Grants> {
        identity::granted(read, actor)
    }

    fn languages(&self, read: &mut Session<'_>, user: Uuid) -> Result<ChosenLanguages> {
        let (own, company) = locale::languages(read, user)?;
        Ok(ChosenLanguages { own, company })
    }

    fn concerns_more(&self, command: &str) -> bool {
        [AddMember::NAME, ResetPassword::NAME, ::settings::CHOOSE, AskExport::NAME, printing::PRINT_REPORT]
            .contains(&command)
            || webhooks::answers_secret(command)
    }

    fn admit(&self, submission: &mut Submission) -> Result<()> {
        if submission.command.name() == ::settings::CHOOSE {
            return ::settings::try_choice(&self.writers, &self.secret_keys, submission);
        }
        if webhooks::answers_secret(submission.command.name()) {
            return webhooks::try_out(&self.writers, &self.secret_keys, submission);
        }
        // What the company refuses comes first: an actor without the permission learns nothing about users.
        self.writers.dry_run(submission)?;
        match submission.command.name() {
            AskExport::NAME => exports::try_begin(&self.writers, &self.registry, submission),
            printing::PRINT_REPORT => printing::try_report(&self.writers, &self.registry, submission),
            AddMember::NAME => identity::require_user(&self.writers, &body(submission)?),
            _ => identity::require_only_here(&self.writers, submission.tenant, body::<ResetPassword>(submission)?.user),
        }
    }

    fn execute(&self, mut submission: Submission) -> Result<Answer> {
        if submission.command.name() == ::settings::CHOOSE {
            return ::settings::choose(&self.writers, &self.secret_keys, submission);
        }
        if webhooks::answers_secret(submission.command.name()) {
            return webhooks::execute(&self.writers, &self.secret_keys, submission);
        }
        self.admit(&mut submission)?;
        match submission.command.name() {
            AskExport::NAME | printing::PRINT_REPORT => return self.writers.execute(submission),
            AddMember::NAME => {
                identity::join(&self.writers, submission.tenant, body::<AddMember>(&submission)?.user)?;
                return self.writers.execute(submission);
            }
            _ => {}
        }
        let mut answer = self.writers.execute(submission)?;
        let mut reset: PasswordReset = read(&answer.body)?;
        let user = identity::user(&self.writers, reset.user)?.ok_or_else(|| Error::not_found("user", reset.user))?;
        reset.token = identity::begin_reset(&self.writers, &user)?;
        answer.body = serde_json::to_vec(&reset).map_err(|error| defect(error.to_string()))?;
        Ok(answer)
    }

    fn receive(&self, tenant: Uuid, source: &str, door: Uuid, request: InboundRequest) -> Result<DoorAnswer> {
        let doors = webhooks::Doors { registry: &self.registry, writers: &self.writers, keys: &self.secret_keys };
        doors.receive(tenant, source, door, request)
    }

    fn add_user(&self, caller: Caller, new: NewUser) -> Result<AddedUser> {
        let NewUser { email, name, role, sites, party, password } = new;
        let has_password = password.is_some();
        let new = NewMember { email, name, role, sites, party, password };
        let (member, is_new) = identity::add_member(&self.writers, caller.tenant, caller.user, new)?;
        let user = identity::user(&self.writers, member.user)?.filter(|_| is_new && !has_password);
        let reset_token = user.map(|user| identity::begin_reset(&self.writers, &user)).transpose()?;
        let MemberOut { user, email, name, role, is_active, sites, party } = member;
        Ok(AddedUser { user, email, name, role, is_active, sites, party, is_new, reset_token })
    }

    fn rename(&self, caller: Caller, name: &str) -> Result<()> {
        identity::rename(&self.writers, caller.user, name)
    }

    fn change_password(&self, caller: Caller, current: &str, new: &str) -> Result<()> {
        identity::change_password(&self.writers, caller.user, caller.session, current, new)
    }

    fn reset_password(&self, token: &str, password: &str) -> Result<()> {
        identity::reset_password(&self.writers, token, password)
    }
}

fn body<C: DeserializeOwned>(submission: &Submission) -> Result<C> {
    read(&submission.command.body()?)
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T> {
    serde_json::from_slice(json).map_err(|error| defect(error.to_string()))
}
