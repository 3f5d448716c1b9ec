#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neko_fuzz::settings_files::run(bytes));
