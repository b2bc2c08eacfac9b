#!/usr/bin/env bash
# Builds everything in Release and runs all quick tests.
#
#   tests/run.sh                  the quick suite
#   tests/run.sh --long           the same with the long gates (MARKETSIM_LONG=1)
#   tests/run.sh --filter EXPR    only the tests that `dotnet test --filter EXPR` chooses
#   tests/run.sh --coverage       measures line and branch coverage of src by them, and writes artifacts/coverage.cobertura.xml
#
# Needs the .NET 10 SDK and, for charts in reports, Node.js. The tests of the cluster need Debian's packages postgresql and iproute2,
# those of the Python package python3-numpy, python3-msgpack and python3-pandas, of its notebook python3-matplotlib, python3-nbconvert and
# python3-ipykernel: what is missing is installed when this runs as root, and named when it does not. The tests start separate servers on
# loopback, in a separate folder; both are gone at the end, packages stay.
#
# The last lines name the tests that failed, and say how many passed, failed and were skipped.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
source tests/services.sh

filter=()
coverage=()
while [ $# -gt 0 ]; do
  case $1 in
    --long)
      export MARKETSIM_LONG=1
      ;;
    --filter)
      [ $# -ge 2 ] || { echo "tests/run.sh: --filter needs an expression, e.g. --filter FullyQualifiedName~Cluster" >&2; exit 2; }
      filter=(--filter "$2")
      shift
      ;;
    --coverage)
      coverage=(--settings tests/coverage.runsettings)
      ;;
    *)
      echo "tests/run.sh: unknown argument '$1'; use --long, --filter EXPR, --coverage or nothing" >&2
      exit 2
      ;;
  esac
  shift
done

# Debian keeps servers where the path of ordinary users does not look.
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET 10 SDK is missing (no dotnet on the path)" >&2; exit 1; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

results=$(mktemp -d)
services=$(mktemp -d "${TMPDIR:-/tmp}/marketsim-tests.XXXXXX")
# Servers that refuse to run as root run as a separate user in folders below.
chmod 711 "$services"
clean_up() {
  restore_policy
  remove_services "$services"
  rm -rf "$results"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

install_services
services_status=$?

dotnet build MarketSim.sln -c Release -p:FullAnalysis=true || exit 1

MARKETSIM_TEST_SERVICES=$services dotnet test MarketSim.sln -c Release --no-build -nodeReuse:false "${filter[@]}" "${coverage[@]}" \
  --logger trx --results-directory "$results" -- RunConfiguration.MaxCpuCount=1
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
if [ "$services_status" -ne 0 ]; then
  echo "tests/run.sh: not all was tested: $(missing_packages | paste -sd ' ') missing, as said at the beginning" >&2
fi

# Their output is long: what failed is named once more where it is seen.
grep -ohE '<UnitTestResult [^>]*outcome="Failed"' "$results"/*.trx 2>/dev/null | grep -oE 'testName="[^"]*"' | sed 's/^testName=/failed: /'

coverage_status=0
if [ ${#coverage[@]} -ne 0 ]; then
  python3 tests/coverage.py "$results" artifacts/coverage.cobertura.xml
  coverage_status=$?
fi

echo "$passed passed, $failed failed, $skipped skipped"
if [ "$status" -ne 0 ] || [ "$failed" -ne 0 ] || [ "$services_status" -ne 0 ] || [ "$coverage_status" -ne 0 ]; then
  exit 1
fi
