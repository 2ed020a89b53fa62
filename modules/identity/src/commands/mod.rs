//! Commands: companies and users in the control tenant, members and roles in the tenant of a company.

mod members;
mod roles;
mod tenants;
mod users;

pub use members::{AddMember, ChangeMember, GetMember, ListMembers, MemberOut, RemoveMember};
pub use roles::{
    ChangeRole, CreateRole, DeleteRole, GetRole, GrantPermissions, ListPermissions, ListRoles, RevokePermissions,
};
pub use tenants::{CreateTenant, Created, JoinTenant, require_current};
pub use users::{CreateUser, PasswordReset, RenameUser, ResetPassword, SetPassword, SetUserActive};
