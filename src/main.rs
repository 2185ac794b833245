//! The program: arguments, clock and randomness in, exit code out.

use std::io::Write as _;
use std::num::NonZeroUsize;
use std::process::ExitCode;

use consign::cli::{self, Exit, LineEditor, Prompt, World};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout());
    let mut err = std::io::stderr();
    let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let exit = match world() {
            Ok(world) => {
                let mut editor = LineEditor::at_terminal();
                let prompt = editor.as_mut().map(|editor| editor as &mut dyn Prompt);
                cli::run_at(prompt, &arguments, &world, &mut out, &mut err)
            }
            Err(_) => Exit::Internal,
        };
        match cli::flush(&mut out, &mut err) {
            Ok(()) => exit,
            // What was printed did not arrive: a full disk behind the output.
            Err(error) => {
                let told = writeln!(
                    err,
                    "consign: cannot write to standard output: {error}. What was asked for may be done, but not all of it was shown"
                );
                match told {
                    Ok(()) | Err(_) => exit.worst(Exit::CannotWrite),
                }
            }
        }
    }));
    let exit = ran.unwrap_or_else(|_| {
        // The panic has said where; this says what it means.
        let told = writeln!(
            err,
            "consign: this is a fault in consign itself, not in your files. Nothing of yours was changed. Please report the lines above."
        );
        match told {
            Ok(()) | Err(_) => Exit::Internal,
        }
    });
    ExitCode::from(exit.code())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the clock"
)]
fn world() -> Result<World, getrandom::Error> {
    let mut random = [0; 32];
    getrandom::fill(&mut random)?;
    Ok(World {
        now: chrono::Utc::now(),
        random,
        threads: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    })
}
