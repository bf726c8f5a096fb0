#!/bin/sh
# Stands in for acme.sh: keeps the certificate in its own folder, and copies it where it is told. As
# the real one, it makes no folder for it.
set -eu

fail() {
    echo "acme.sh: $1" >&2
    exit 1
}

action=$1
shift
while [ $# -gt 0 ]; do
    case $1 in
        --domain) name=$2 ;;
        --webroot) webroot=$2 ;;
        --fullchain-file) fullchain=$2 ;;
        --key-file) key=$2 ;;
        --reloadcmd) reload=$2 ;;
        *) fail "Unknown parameter: $1" ;;
    esac
    shift 2
done
own=~/.acme.sh/${name}_ecc
case $action in
    --issue) authority "$webroot" "$name" "$own" ;;
    --install-cert)
        [ -d "$own" ] || fail "The domain '$name' is not a cert name."
        (umask 077 && cat "$own/privkey.pem" >"$key")
        cat "$own/fullchain.pem" >"$fullchain"
        sh -c "$reload"
        ;;
    *) fail "$action is not stood in for" ;;
esac
