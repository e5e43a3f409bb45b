//! The `parasift` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    parasift::cli::main()
}
