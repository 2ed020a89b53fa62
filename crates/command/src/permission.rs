//! What a granted permission covers.

/// Whether what a role was given covers `permission`: the very name, `*` for everything, `sales.*` and `sales.price.*` for
/// all that lies below, `*.view` for that action everywhere.
pub fn grants(granted: &str, permission: &str) -> bool {
    if granted == "*" || granted == permission {
        return true;
    }
    let below = |prefix: &str| permission.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    let ends = |action: &str| permission.strip_suffix(action).is_some_and(|rest| rest.ends_with('.'));
    granted.strip_suffix(".*").is_some_and(below) || granted.strip_prefix("*.").is_some_and(ends)
}
