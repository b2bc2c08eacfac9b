#!/usr/bin/env bash
# Restores a dump of backup.sh into a new database, and checks it. What is there is never overwritten.
#
#   restore.sh FILE.dump [DATABASE]    DATABASE is "marketsim" unless told; it must not exist
#
# Run it as the system's user postgres on the database's machine, while no node runs. The roles of roles.sql must exist: on a new server make the
# database, run roles.sql, drop the database, then restore (README, backup). Runs continue from the last checkpoint in the dump.
set -euo pipefail

fail() { echo "restore.sh: $1" >&2; exit 1; }

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "restore.sh: use 'restore.sh FILE.dump [DATABASE]'" >&2
  exit 2
fi
dump=$1 database=${2:-marketsim}
query() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$1" --command "$2"; }

[ -f "$dump" ] || fail "there is no file $dump"
[ -f "$dump.sha256" ] || fail "there is no $dump.sha256 beside it: the dump cannot be checked"
(cd "$(dirname "$dump")" && sha256sum --check --quiet "$(basename "$dump").sha256") || fail "$dump is damaged; use an older one"
for role in marketsim_owner marketsim_node marketsim_monitor; do
  [ -n "$(query postgres "select 1 from pg_roles where rolname = '$role'")" ] || fail "there is no role $role; run roles.sql first"
done

createdb --owner marketsim_owner "$database" || fail "the database $database could not be made; choose another name, or rename the old one: alter database … rename to …"
undo() { dropdb --if-exists "$database"; fail "restoring failed; the database $database was dropped again"; }
pg_restore --dbname "$database" --exit-on-error --single-transaction "$dump" || undo

# Roles that connected to the old one may connect to this one, nobody else.
query "$database" "revoke all on database \"$database\" from public" || undo
query "$database" "grant connect on database \"$database\" to marketsim_node, marketsim_monitor" || undo
# Contents whose digest is not theirs would be refused when a run reads them: better to know now.
damaged=$(query "$database" "select count(*) from marketsim.parts where sha256(content) <> sha256") || undo
[ "$damaged" = 0 ] || undo
query "$database" "analyze"
echo "restored $(query "$database" "select count(*) from marketsim.runs") runs and $(query "$database" "select count(*) from marketsim.parts") parts into $database"
