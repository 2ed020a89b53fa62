//! `sanduk`: see `sanduk help`.

fn main() -> std::process::ExitCode {
    match sanduk::cli::main(std::env::args().collect()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sanduk: {}", error.operator());
            std::process::ExitCode::FAILURE
        }
    }
}
