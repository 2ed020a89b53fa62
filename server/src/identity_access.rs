//! The HTTP layer's access to users, companies and roles, kept by `identity`.

use command::{Grants, Writers};
use http_api::{Access, LoggedIn, Me, MyCompany, MyUser, TenantName, TenantRef};
use identity::{Login, Member, Tenant};
use kernel::{Id, Result, defect};
use std::sync::Arc;
use store::{CONTROL, Read, Session};
use uuid::Uuid;

/// Implements [`Access`] over the control tenant.
pub struct IdentityAccess(pub Arc<Writers>);

fn reference(tenant: &Tenant) -> TenantRef {
    TenantRef { id: tenant.id.uuid(), slug: tenant.slug.as_str().into() }
}

fn granted(grant: &Login) -> LoggedIn {
    LoggedIn { user: grant.user, tenant: reference(&grant.tenant), refresh: grant.refresh.clone() }
}

impl Access for IdentityAccess {
    fn tenant(&self, name: &TenantName) -> Result<Option<TenantRef>> {
        let tenant = self.0.store().read(CONTROL, |read| match name {
            TenantName::Slug(slug) => read.find(Tenant::BY_SLUG, slug.as_str()),
            TenantName::Host(host) => read.find(Tenant::BY_HOST, host.as_str()),
        })?;
        Ok(tenant.map(|tenant| reference(&tenant)))
    }

    fn log_in(&self, email: &str, password: &str, tenant: Option<Uuid>) -> Result<LoggedIn> {
        Ok(granted(&identity::log_in(&self.0, email, password, tenant)?))
    }

    fn refresh(&self, token: &str) -> Result<LoggedIn> {
        Ok(granted(&identity::refresh(&self.0, token)?))
    }

    fn log_out(&self, token: &str) -> Result<()> {
        identity::log_out(&self.0, token)
    }

    fn me(&self, user: Uuid, tenant: Uuid) -> Result<Me> {
        let (member, permissions) = self.0.store().read(tenant, |read| {
            let member = read.get::<Member>(&user)?.filter(|member| member.is_active);
            Ok((member, identity::granted(read, user)?.patterns()))
        })?;
        let member = member.ok_or_else(identity::not_a_member)?;
        let tenant = self.0.store().read(CONTROL, |read| read.get::<Tenant>(&Id::from_uuid(tenant)))?;
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
}
