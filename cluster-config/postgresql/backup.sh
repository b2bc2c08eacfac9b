#!/usr/bin/env bash
# Backs up the database of a MarketSim cluster while it works, and checks what it wrote.
#
#   backup.sh dump FOLDER [DATABASE]   one file, FOLDER/DATABASE-TIME.dump, for restore.sh; DATABASE is "marketsim" unless told
#   backup.sh base FOLDER              the whole server as files, FOLDER/base-TIME, for a new machine or as the start of an archive
#
# Run it as the system's user postgres on the database's machine (pg_hba.conf lets that user in). The newest KEEP (7) of each kind stay. It ends
# with 0 only when the backup is complete, readable and on disk.
set -euo pipefail
umask 077

fail() { echo "backup.sh: $1" >&2; exit 1; }

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
  echo "backup.sh: use 'backup.sh dump FOLDER [DATABASE]' or 'backup.sh base FOLDER'" >&2
  exit 2
fi
kind=$1 folder=$2 database=${3:-marketsim} keep=${KEEP:-7}
[[ $keep =~ ^[1-9][0-9]*$ ]] || fail "KEEP is '$keep'; it must be a number of backups, 1 or more"
[ -d "$folder" ] || fail "there is no folder $folder; make it, on another disk than the database's"
time=$(date --utc +%Y%m%dT%H%M%SZ)

# Unfinished work has a name that no restore takes, and goes when the script fails.
unfinished=
trap '[ -z "$unfinished" ] || rm -rf "$unfinished"' EXIT

# Deletes all but the newest backups; their names sort by time.
rotate() {
  local old
  while read -r old; do
    rm -rf "$old" "$old.sha256"
  done < <(compgen -G "$1" | sort -r | tail -n +$((keep + 1)))
}

case $kind in
  dump)
    target=$folder/$database-$time.dump
    unfinished=$target.unfinished
    pg_dump --format custom --compress 1 --lock-wait-timeout 60s --file "$unfinished" "$database"
    # Reads the whole file, and finds the tables that make it a cluster's.
    pg_restore --file /dev/null "$unfinished"
    tables=$(pg_restore --list "$unfinished")
    [[ $tables == *'TABLE DATA marketsim schema_version'* ]] || fail "database $database has no MarketSim tables; nothing was kept"
    (cd "$folder" && sha256sum "$(basename "$unfinished")") | sed 's/\.unfinished$//' >"$target.sha256"
    sync "$unfinished" "$target.sha256"
    mv "$unfinished" "$target"
    rotate "$folder/$database-*.dump"
    ;;
  base)
    target=$folder/base-$time
    unfinished=$target.unfinished
    pg_basebackup --pgdata "$unfinished" --wal-method stream --checkpoint fast --manifest-checksums SHA256
    # Debian keeps it beside the server's programs, not on the path.
    verify=$(command -v pg_verifybackup || compgen -G '/usr/lib/postgresql/*/bin/pg_verifybackup' | sort -V | tail -n 1) || fail "pg_verifybackup is missing; it comes with PostgreSQL's server"
    "$verify" --quiet "$unfinished"
    mv "$unfinished" "$target"
    rotate "$folder/base-*Z"
    ;;
  *)
    fail "unknown kind '$kind'; use dump or base"
    ;;
esac
sync "$folder"
unfinished=
echo "$target"
