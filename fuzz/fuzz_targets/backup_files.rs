#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neko_fuzz::backup_files::run(bytes));
