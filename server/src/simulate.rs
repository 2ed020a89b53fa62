//! `sanduk simulate` and `sanduk push-key`: what is needed to try messages.

use crate::{errors, io};
use kernel::{Result, defect};
use simulators::Simulators;
use std::net::SocketAddr;

/// Serves simulators and says where and with which credentials each is asked, until the process is ended.
pub fn simulate(names: &[String], listen: SocketAddr) -> Result<()> {
    let simulators = Simulators::start(listen, names).map_err(errors::no_simulator)?;
    for (name, address) in simulators.addresses() {
        io::print(&format!("{name}\t{address}\t{}\n", simulators::credentials(name, &address)))?;
    }
    io::print(&format!("control\t{}/__sim/NAME/journal/ … fail/, report/, reply/\n", simulators.base))?;
    loop {
        std::thread::park();
    }
}

/// Prints a new pair of keys for push to browsers.
pub fn push_key() -> Result<()> {
    let (private, public) = channels::new_push_key().map_err(defect)?;
    io::print(&format!("messages.push_private_key\t{private}\nmessages.push_public_key\t{public}\n"))
}
