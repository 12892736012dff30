#!/usr/bin/env bash
# Sourced by what starts a studio and draws README's first rosette with it: `version` names it,
# its output goes to $work/$version.log, `pid` is its process.
patience_s=${PATIENCE_S:-180}
work=$(mktemp -d)
pid=
clean_up() {
  [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap clean_up EXIT

readme=$PWD/README.md

fail() {
  echo "$version: $1"
  sed 's/^/  | /' "$work/$version.log"
  exit 1
}

# README's first curl, sent to another address.
rosette_command() {
  sed -n '/^\$ curl /,/^```/p' "$readme" | sed '/^```/,$d; s/^\$ //' |
    sed "s|http://127.0.0.1:8000|$1|"
}

wanted_digest() {
  grep -m 1 -oE '"variant_sha256": "[0-9a-f]{64}"' "$readme" | grep -oE '[0-9a-f]{64}'
}

# The digest of the drawing itself, which the answer must also state.
drawn_digest() {
  python3 -c '
import hashlib, json, sys
variant = json.load(sys.stdin)["variants"][0]
digest = hashlib.sha256(variant["svg"].encode()).hexdigest()
print(digest if digest == variant["variant_sha256"] else "not the one that is stated")'
}

wait_until_open() {
  local end=$((SECONDS + patience_s))
  until url=$(grep -m 1 -oE 'Art Studio is open at http://[^ ]+' "$work/$version.log"); do
    kill -0 "$pid" 2>/dev/null || fail "ended before it was open"
    ((SECONDS < end)) || fail "not open after $patience_s s"
    sleep 0.2
  done
  url=${url##* }
}

# Wait for the studio, draw README's rosette, compare its digest, stop the studio.
draw_and_stop() {
  local digest
  wait_until_open
  digest=$(bash -c "$(rosette_command "$url")" | drawn_digest) || fail "drew nothing"
  [[ $digest == "$(wanted_digest)" ]] || fail "the rosette's digest is $digest"
  kill -TERM "$pid"
  wait "$pid" || fail "did not stop well"
  pid=
}
