//! The menu, as the modules declare it.

/// Where an entry of the menu leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuTarget {
    /// To a list.
    Resource(&'static str),
    /// To the form of a command.
    Command(&'static str),
    /// To a report.
    Report(&'static str),
}

/// An entry of the menu. Its label and the permission to see it are those of what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// The label of the group it stands in. Groups stand in the order of their first entries.
    pub group: &'static str,
    /// Its place in the whole menu.
    pub place: u16,
    /// Where it leads.
    pub target: MenuTarget,
}

impl MenuEntry {
    /// Leads to the list of a resource.
    pub const fn resource(group: &'static str, place: u16, name: &'static str) -> MenuEntry {
        MenuEntry { group, place, target: MenuTarget::Resource(name) }
    }

    /// Leads to the form of a command.
    pub const fn command(group: &'static str, place: u16, name: &'static str) -> MenuEntry {
        MenuEntry { group, place, target: MenuTarget::Command(name) }
    }

    /// Leads to a report.
    pub const fn report(group: &'static str, place: u16, name: &'static str) -> MenuEntry {
        MenuEntry { group, place, target: MenuTarget::Report(name) }
    }
}
