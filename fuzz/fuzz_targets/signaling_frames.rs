#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neko_fuzz::signaling_frames::run(bytes));
