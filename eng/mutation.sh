#!/usr/bin/env bash
# Mutation tests of what compare and apply decide: changes the code in small ways and counts how many of the changes the tests notice.
# Takes a while; the last results are in bench/results/mutation.md.
#   eng/mutation.sh            all of the files that stryker-config.json names
#   eng/mutation.sh -m FILE    one of them
set -euo pipefail
cd "$(dirname "$0")/.."
export MutationTests=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool restore
cd tests/Syncline.Sync.Tests
exec dotnet stryker --output ../../artifacts/mutation "$@"
