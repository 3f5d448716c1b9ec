# Daily tasks, each a thin wrapper: what CI runs is scripts/test.

# List the tasks.
default:
    @just --list

# Build and run the box; flags go through: just run --listen 127.0.0.1:8443
run *ARGS:
    cargo run -- {{ARGS}}

# Everything that CI runs.
test:
    scripts/test

# Formatting, lints and documentation.
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# Put the code in its usual form.
fmt:
    cargo fmt

# Build the web client into web-dist/.
web:
    cd web && npm ci && npm run build

# Licences, bans and advisories of what is built in (needs cargo-deny).
deny:
    cargo deny check

# Every call that the API describes, well and badly, against the built box (installs schemathesis).
schemathesis *ARGS:
    cargo build && scripts/schemathesis {{ARGS}}

# All that is handed out, into dist/.
release:
    scripts/release

# The store, and the box, on PoloDB (RocksDB compiles for a quarter of an hour).
polodb *TESTS:
    scripts/test-polodb {{TESTS}}

# Calls between browsers in network namespaces, weak and broken links included (as root).
networks *CASES:
    cargo build && tests/netns/run target/debug/neko {{CASES}}

# Every fault that a box may meet, the power cut fifty times, with a line for each (as root).
faults:
    scripts/faults
