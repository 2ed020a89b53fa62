//! Proofs of the API's description from outside: generated clients and schemathesis, driven by `clients/run.py`.

use crate::tools::{Outcome, build_server, built, root, works};
use std::process::Command;

/// The exit status of `clients/run.py` where its tools cannot be installed.
const NO_TOOLS: i32 = 3;

/// What became of a proof.
pub(crate) enum Proof {
    Made(Outcome),
    LeftOut(&'static str),
}

/// Generates clients in TypeScript and Python and sells through them.
pub(crate) fn sell() -> Proof {
    prove(&["sell"])
}

/// Sends what schemathesis makes of the description, as every role; with `long` hundreds of requests to every operation.
pub(crate) fn fuzz(long: bool) -> Proof {
    prove(if long { &["fuzz", "--long"] } else { &["fuzz"] })
}

fn prove(task: &[&str]) -> Proof {
    for program in ["python3", "node", "npm"] {
        if !works(Command::new(program).arg("--version")) {
            return Proof::LeftOut("no python3, node or npm on this machine");
        }
    }
    match driver(task).and_then(|mut driver| driver.status().map_err(|error| error.to_string())) {
        Err(error) => Proof::Made(Err(error)),
        Ok(status) if status.success() => Proof::Made(Ok(())),
        Ok(status) if status.code() == Some(NO_TOOLS) => Proof::LeftOut("PyPI or npm cannot be reached"),
        Ok(status) => Proof::Made(Err(format!("clients/run.py {} failed ({status})", task.join(" ")))),
    }
}

fn driver(task: &[&str]) -> Outcome<Command> {
    build_server(false)?;
    let mut driver = Command::new("python3");
    driver.arg("-B").arg(root().join("clients/run.py"));
    driver.arg("--server").arg(built("debug", "sanduk")?).arg("--work").arg(built("clients", "tools")?);
    driver.args(task);
    Ok(driver)
}
