//! See [`parasift_fuzz::repair`].
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parasift_fuzz::repair(bytes));
