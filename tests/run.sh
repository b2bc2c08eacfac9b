#!/usr/bin/env bash
# Builds everything in Release and runs all quick tests. Needs the .NET 10 SDK and, for charts in reports, Node.js.
#
#   tests/run.sh            the quick suite
#   tests/run.sh --long     the same with the long gates (MARKETSIM_LONG=1)
#
# The last line says how many tests passed, failed and were skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = "--long" ]; then
  export MARKETSIM_LONG=1
elif [ $# -gt 0 ]; then
  echo "tests/run.sh: unknown argument '$1'; use --long or nothing" >&2
  exit 2
fi

command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET 10 SDK is missing (no dotnet on the path)" >&2; exit 1; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

dotnet build MarketSim.sln -c Release || exit 1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet test MarketSim.sln -c Release --no-build --logger trx --results-directory "$results" -- RunConfiguration.MaxCpuCount=1
status=$?

# One <Counters> element per test project.
count() { grep -ohE "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'; }
total=$(count total); passed=$(count passed); executed=$(count executed)
failed=$((executed - passed))
skipped=$((total - executed))
if [ "$total" -eq 0 ]; then
  echo "tests/run.sh: no test was run" >&2
  status=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
if [ "$status" -ne 0 ] || [ "$failed" -ne 0 ]; then
  exit 1
fi
