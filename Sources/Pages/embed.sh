#!/bin/sh
# Joins the files of a page into one document, and writes it as Swift source, split where data goes in.
# Usage: embed.sh PARTS FOLDER NAME OUTPUT; PARTS has the files that all pages are made with.
set -eu
export LC_ALL=C
parts=$1 folder=$2 name=$3 output=$4

# In a page nobody reads comments and indentation, and they are a third of it. No text of a script spans lines.
plain() {
  sed -e '/^ *\/\*.*\*\/ *$/d' -e '/^ *\/\*/,/\*\/ *$/d' -e '/^ *\/\//d' -e 's/^ *//' -e '/^$/d' "$@"
}

# One scope for all of them, so that nothing is left in the window; what starts the page comes last.
scripts=
for file in "$parts"/*.js "$folder"/*.js; do
  [ "${file##*/}" = main.js ] || scripts="$scripts
$(plain "$file")"
done
script="(() => {
'use strict';$scripts
$(plain "$folder/main.js")
})();"
style=$(plain "$parts/base.css" "$folder/style.css")

# Content-Security-Policy names a script and a style by the base64 of their SHA-256.
hash() {
  digits=$(printf '%s' "$1" | sha256sum | cut -c 1-64)
  while [ -n "$digits" ]; do
    rest=${digits#??}
    # shellcheck disable=SC2059 # The format is the byte.
    printf "\\$(printf '%03o' "0x${digits%"$rest"}")"
    digits=$rest
  done | base64
}

page=$(cat "$parts/frame.html")
# Puts TEXT where MARK stands in the page.
put() {
  page="${page%%"$1"*}$2${page#*"$1"}"
}
put '@BODY@' "$(cat "$folder/body.html")"
# Lines of a mark's name, an equals sign, and its text; a title stands in two places.
while IFS='=' read -r mark text; do
  put "@$mark@" "$text"
  [ "$mark" != TITLE ] || put "@$mark@" "$text"
  [ "$mark" != READING ] || reading=$text
done <"$folder/words.txt"
script_hash=$(hash "$script") style_hash=$(hash "$style")
put SCRIPT_HASH "$script_hash"
put STYLE_HASH "$style_hash"
opening=${page%%@PROFILE_DATA@*}
middle=${page#*@PROFILE_DATA@}
closing=${middle#*@MORE_DATA@}
middle=${middle%%@MORE_DATA@*}
# A text as a constant; no page has four number signs behind three quotes.
constant() {
  printf '  static let %s = ####"""\n%s\n"""####\n' "$1" "$2"
}
{
  echo "// Made from Sources/Pages."
  echo "enum $name {"
  constant beforeStyle "${opening%%<style>*}"
  constant style "$style"
  constant afterStyle "${opening#*</style>}"
  constant middle "$middle"
  constant beforeScript "${closing%%<script>@*}"
  constant script "$script"
  constant afterScript "${closing#*@</script>}
"
  constant reading "$reading"
  constant styleHash "'sha256-$style_hash'"
  constant scriptHash "'sha256-$script_hash'"
  echo '  static var opening: String { beforeStyle + "<style>" + style + "</style>" + afterStyle }'
  echo '  static var closing: String { beforeScript + "<script>" + script + "</script>" + afterScript }'
  echo "}"
} >"$output"
