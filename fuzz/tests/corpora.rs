//! Every input that was found worth keeping, run again.

use std::path::Path;

use parasift_fuzz::TARGETS;

#[test]
fn what_was_kept_is_run_again() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, target) in TARGETS {
        let folder = corpora.join(name);
        let mut inputs: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        inputs.sort();
        assert!(inputs.len() >= 5, "{}: hardly anything there", folder.display());
        for input in &inputs {
            let bytes = std::fs::read(input).unwrap();
            let run = std::panic::catch_unwind(|| target(&bytes));
            assert!(run.is_ok(), "{} fails on {}", name, input.display());
        }
        println!("{name}: {} inputs", inputs.len());
    }
}
